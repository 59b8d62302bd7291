// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A line chart, drawn into the page: axes with round numbers and units, and the final figure written at the end of each
 * line. Colours come from the page's style, so that it is legible by day, by night and on paper.
 *
 * @param title what it shows, also for those who cannot see it
 * @param xLabel what the horizontal axis counts
 * @param yLabel what the vertical axis measures, with its unit
 * @param series the lines
 */
record SvgChart(String title, String xLabel, String yLabel, List<Series> series) {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 300;
    private static final int LEFT = 64;
    private static final int RIGHT = 150;
    private static final int TOP = 14;
    private static final int BOTTOM = 48;
    private static final int LABEL_HEIGHT = 34;

    SvgChart {
        Objects.requireNonNull(title, "title");
        series = List.copyOf(series);
    }

    /** Draws it; when there is no number to draw, says so. */
    void draw(Html html) {
        List<Point> all =
                series.stream().flatMap(line -> line.finite().stream()).toList();
        if (all.isEmpty()) {
            html.element("p", title + ": nothing was recorded.", "class", "note");
            return;
        }
        Axis x = Axis.over(all.stream().mapToDouble(Point::x).toArray(), 6);
        Axis y = Axis.over(all.stream().mapToDouble(Point::y).toArray(), 5).rounded();
        html.open("figure").element("figcaption", title);
        html.open("svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "aria-label", spoken());
        axes(html, x, y);
        for (int i = 0; i < series.size(); i++) {
            line(html, series.get(i), "line line" + i, x, y);
        }
        labels(html, x, y);
        html.close().close().line();
    }

    /** The chart in a sentence. */
    private String spoken() {
        StringBuilder words = new StringBuilder(title);
        for (Series line : series) {
            line.last().ifPresent(end -> words.append("; ")
                    .append(line.name())
                    .append(" ends at ")
                    .append(MetricFormat.value(end.y())));
        }
        return words.toString();
    }

    private void axes(Html html, Axis x, Axis y) {
        for (double tick : y.ticks()) {
            String height = at(down(y, tick));
            html.empty("line", "class", "grid", "x1", at(LEFT), "x2", at(WIDTH - RIGHT), "y1", height, "y2", height);
            text(html, y.label(tick), LEFT - 8, down(y, tick) + 4, "end", "tick");
        }
        for (double tick : x.ticks()) {
            text(html, x.label(tick), across(x, tick), HEIGHT - BOTTOM + 18, "middle", "tick");
        }
        String floor = at(HEIGHT - BOTTOM);
        html.empty("line", "class", "axis", "x1", at(LEFT), "x2", at(WIDTH - RIGHT), "y1", floor, "y2", floor);
        text(html, xLabel, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "unit");
        double middle = (TOP + HEIGHT - BOTTOM) / 2.0;
        html.element(
                "text",
                yLabel,
                "class",
                "unit",
                "text-anchor",
                "middle",
                "transform",
                "translate(14 " + at(middle) + ") rotate(-90)");
    }

    private static void line(Html html, Series series, String style, Axis x, Axis y) {
        List<List<Point>> stretches = new ArrayList<>();
        boolean gap = true;
        for (Point point : series.points()) {
            if (point.finite()) {
                if (gap) {
                    stretches.add(new ArrayList<>());
                }
                stretches.get(stretches.size() - 1).add(point);
            }
            gap = !point.finite();
        }
        for (List<Point> stretch : stretches) {
            StringBuilder points = new StringBuilder();
            stretch.forEach(point -> points.append(at(across(x, point.x())))
                    .append(',')
                    .append(at(down(y, point.y())))
                    .append(' '));
            if (stretch.size() > 1) {
                html.empty(
                        "polyline", "class", style, "points", points.toString().trim());
            } else {
                dot(html, stretch.get(0), style, x, y);
            }
        }
        series.last().ifPresent(end -> dot(html, end, style, x, y));
    }

    private static void dot(Html html, Point point, String style, Axis x, Axis y) {
        html.empty(
                "circle",
                "class",
                style + " dot",
                "cx",
                at(across(x, point.x())),
                "cy",
                at(down(y, point.y())),
                "r",
                "3");
    }

    private record EndLabel(int line, double height) {}

    /** The final figure and the name beside the end of each line, pushed apart where lines end together. */
    private void labels(Html html, Axis x, Axis y) {
        List<EndLabel> labels = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            int line = i;
            series.get(i).last().ifPresent(end -> labels.add(new EndLabel(line, down(y, end.y()))));
        }
        labels.sort(Comparator.comparingDouble(EndLabel::height));
        double free = TOP;
        double lowest = HEIGHT - BOTTOM - LABEL_HEIGHT * (labels.size() - 1) - 12.0;
        for (EndLabel label : labels) {
            double height = Math.max(free, Math.min(label.height(), lowest));
            free = height + LABEL_HEIGHT;
            lowest += LABEL_HEIGHT;
            Series line = series.get(label.line());
            String style = "end end" + label.line();
            text(
                    html,
                    MetricFormat.value(line.last().orElseThrow().y()),
                    WIDTH - RIGHT + 12,
                    height + 4,
                    "start",
                    style);
            text(html, line.name(), WIDTH - RIGHT + 12, height + 18, "start", "tick");
        }
    }

    private static void text(Html html, String text, double x, double y, String anchor, String style) {
        html.element("text", text, "class", style, "x", at(x), "y", at(y), "text-anchor", anchor);
    }

    private static double across(Axis axis, double value) {
        return LEFT + axis.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double down(Axis axis, double value) {
        return HEIGHT - BOTTOM - axis.place(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static String at(double pixel) {
        return String.format(Locale.ROOT, "%.1f", pixel);
    }
}

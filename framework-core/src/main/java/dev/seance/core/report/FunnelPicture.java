// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.corpus.Funnel;
import java.util.List;

/**
 * The funnel of a corpus step, drawn into the page: a bar for what was read and one for what each filter left of it, in
 * words, each with its share of the first. Colours come from the page's style.
 */
final class FunnelPicture {

    private static final int WIDTH = 720;
    private static final int LABELS = 190;
    private static final int NUMBERS = 170;
    private static final int ROW = 24;
    private static final int BAR = 14;

    private FunnelPicture() {}

    /** Draws it; nothing when there is no filter. */
    static void draw(Html html, List<Funnel.Stage> stages) {
        if (stages.isEmpty()) {
            return;
        }
        long read = stages.get(0).in().words();
        int height = (stages.size() + 1) * ROW;
        html.open("figure").element("figcaption", "What each filter left, in words");
        html.open("svg", "viewBox", "0 0 " + WIDTH + " " + height, "role", "img", "aria-label", spoken(stages, read));
        row(html, 0, "read", read, read);
        for (int i = 0; i < stages.size(); i++) {
            row(html, i + 1, stages.get(i).filter(), stages.get(i).out().words(), read);
        }
        html.close().close().line();
    }

    private static void row(Html html, int row, String name, long words, long read) {
        int middle = row * ROW + ROW / 2;
        int room = WIDTH - LABELS - NUMBERS;
        long width = read == 0 ? 0 : Math.round((double) words / read * room);
        text(html, name, LABELS - 8, middle, "end");
        html.empty(
                "rect",
                "class",
                "bar",
                "x",
                Integer.toString(LABELS),
                "y",
                Integer.toString(middle - BAR / 2),
                "width",
                Long.toString(Math.max(1, width)),
                "height",
                Integer.toString(BAR));
        text(
                html,
                MetricFormat.value(words) + " (" + MetricFormat.share(words, read) + ")",
                (int) (LABELS + width + 8),
                middle,
                "start");
    }

    private static void text(Html html, String text, int x, int middle, String anchor) {
        html.element(
                "text",
                text,
                "class",
                "tick",
                "x",
                Integer.toString(x),
                "y",
                Integer.toString(middle + 4),
                "text-anchor",
                anchor);
    }

    private static String spoken(List<Funnel.Stage> stages, long read) {
        StringBuilder words = new StringBuilder(MetricFormat.value(read) + " words read");
        stages.forEach(stage -> words.append("; after ")
                .append(stage.filter())
                .append(' ')
                .append(MetricFormat.value(stage.out().words())));
        return words.toString();
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import java.util.List;
import java.util.Locale;

/** A drawing of a training's curves on both engines, one over the other: a line, dashes on it, and dots of the handed over. */
final class TwoCurves {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 360;
    private static final int LEFT = 48;
    private static final int TOP = 40;
    private static final int BOTTOM = 40;

    private TwoCurves() {}

    static String svg(String title, List<Double> pytorch, List<Double> tensorflow, List<Double> handed) {
        double top = Math.ceil(
                pytorch.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
        StringBuilder out = new StringBuilder(String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="%d" y="22" font-size="15">%s</text>
                """, WIDTH, HEIGHT, LEFT, title));
        for (int bits = 0; bits <= top; bits += 2) {
            double y = y(bits, top);
            out.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\""
                            + " text-anchor=\"end\">%d</text>%n",
                    LEFT,
                    WIDTH - 10,
                    y,
                    y,
                    LEFT - 6,
                    y + 4,
                    bits));
        }
        out.append(line(pytorch, top, "stroke=\"#ee4c2c\" stroke-width=\"5\" opacity=\"0.55\""));
        out.append(line(tensorflow, top, "stroke=\"#1a3c8a\" stroke-width=\"2\" stroke-dasharray=\"7 5\""));
        for (int step = 0; step < handed.size(); step += 5) {
            out.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"none\" stroke=\"black\"/>%n",
                    x(step, handed.size()),
                    y(handed.get(step), top)));
        }
        legend(out, 0, "PyTorch", "#ee4c2c");
        legend(out, 1, "TensorFlow (dashed)", "#1a3c8a");
        legend(out, 2, "PyTorch, TensorFlow, PyTorch (circles)", "black");
        out.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">0</text>%n", LEFT, HEIGHT - 16));
        out.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d steps</text>%n</svg>%n",
                WIDTH - 10,
                HEIGHT - 16,
                pytorch.size() - 1));
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    private static void legend(StringBuilder out, int place, String text, String colour) {
        out.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"%s\">%s</text>%n",
                WIDTH - 10,
                TOP + 18 * (place + 1),
                colour,
                text));
    }

    private static String line(List<Double> curve, double top, String style) {
        StringBuilder points = new StringBuilder();
        for (int step = 0; step < curve.size(); step++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(step, curve.size()), y(curve.get(step), top)));
        }
        return "<polyline fill=\"none\" " + style + " points=\""
                + points.toString().strip() + "\"/>\n";
    }

    private static double x(int step, int size) {
        return LEFT + (WIDTH - 10.0 - LEFT) * step / (size - 1);
    }

    private static double y(double bits, double top) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * bits / top;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Tells lines that were broken for lack of room from lines that end where their author ended them.
 *
 * <p>A program that fills lines to a width breaks one only where the next word did not fit. So the break after a line is
 * a wrap when the line, a blank and the next line's first word together exceed the width; the end of a verse or a
 * heading hardly ever does. The width is not known, but most lines of filled prose come close to it: the 90th percentile
 * of the lengths serves. A text counts as wrapped when its lines are of a width a person would choose and most breaks
 * within its paragraphs pass the test; only then are breaks undone, and of the others only those before a small letter,
 * where someone edited a line after it was filled. An indented line begins something of its own, a paragraph or a line
 * of verse, and is never joined to what stands before it.
 */
final class HardWrap {

    private static final int NARROWEST = 40;
    private static final int WIDEST = 100;
    private static final int MIN_BREAKS = 3;
    private static final double MIN_SHARE = 0.6;

    private final Lines lines;
    private final int width;

    private HardWrap(Lines lines) {
        this.lines = lines;
        int[] lengths = IntStream.range(0, lines.size())
                .map(lines::length)
                .filter(length -> length > 0)
                .sorted()
                .toArray();
        this.width = lengths.length == 0 ? 0 : lengths[(int) (0.9 * (lengths.length - 1))];
    }

    static HardWrap of(String text) {
        return new HardWrap(new Lines(text));
    }

    /** Whether the text was wrapped. */
    boolean found() {
        if (width < NARROWEST || width > WIDEST) {
            return false;
        }
        int breaks = 0;
        int wraps = 0;
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (!lines.get(i).isEmpty() && !lines.get(i + 1).isEmpty()) {
                breaks++;
                wraps += full(lines.get(i), lines.get(i + 1)) ? 1 : 0;
            }
        }
        return breaks >= MIN_BREAKS && wraps >= MIN_SHARE * breaks;
    }

    List<String> lines() {
        return lines;
    }

    /** The text with its paragraphs made one line each, and the words that the lines' ends broke made whole. */
    String undone(LineEndHyphens hyphens) {
        // As long as the lines, for a builder that grows holds a large text three times over.
        StringBuilder text = new StringBuilder(IntStream.range(0, lines.size())
                .map(line -> lines.length(line) + 1)
                .sum());
        for (int i = 0; i < lines.size(); i++) {
            text.append(lines.get(i));
            if (i + 1 < lines.size()) {
                String between = between(lines.get(i), lines.get(i + 1));
                if (between.isEmpty() && hyphens.isBroken(lines.get(i), lines.get(i + 1))) {
                    text.setLength(text.length() - 1);
                }
                text.append(between);
            }
        }
        return text.toString();
    }

    private String between(String line, String next) {
        if (line.isEmpty() || next.isEmpty() || indented(next)) {
            return "\n";
        }
        boolean edited = !indented(line) && Character.isLowerCase(next.charAt(0));
        if (!full(line, next) && !edited) {
            return "\n";
        }
        // Neither a hyphen nor a dash that closes up with its word wants a blank after it.
        char last = line.charAt(line.length() - 1);
        boolean dash = last == '—' || WordScanner.isHyphen(last) || WordScanner.isBreak(last);
        boolean closed = dash && line.length() > 1 && !Character.isWhitespace(line.charAt(line.length() - 2));
        return closed && !line.endsWith(" --") ? "" : " ";
    }

    private boolean full(String line, String next) {
        if (LineEndHyphens.isCandidate(line, next)) {
            return true;
        }
        String start = next.stripLeading();
        int blank = start.indexOf(' ');
        return line.length() + 1 + (blank < 0 ? start.length() : blank) > width;
    }

    private static boolean indented(String line) {
        return Character.isWhitespace(line.charAt(0));
    }
}

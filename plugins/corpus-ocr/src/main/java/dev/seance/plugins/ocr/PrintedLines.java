// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import java.util.Arrays;

/**
 * What the lines of a document's pages tell of its print.
 *
 * @param found whether there are the lines of print; else pages or paragraphs are one line each
 * @param width the length of a full line, in characters
 * @param filled whether lines mostly are full, as in prose; verse has its own
 */
record PrintedLines(boolean found, int width, boolean filled) {

    /** Lines of print are not longer than this on average. */
    private static final int LONGEST_MEAN = 100;

    private static final int LONGEST = 400;
    private static final double FULL = 0.8;
    private static final double MOSTLY = 0.5;

    static PrintedLines of(Document document) {
        int[] lengths = new int[LONGEST + 1];
        long lines = 0;
        long pages = 0;
        long characters = 0;
        for (Page page : document.pages()) {
            String text = page.text();
            pages += text.isBlank() ? 0 : 1;
            int start = 0;
            while (start <= text.length()) {
                int end = text.indexOf('\n', start);
                end = end < 0 ? text.length() : end;
                int length = stripped(text, start, end);
                if (length > 0) {
                    lengths[Math.min(LONGEST, length)]++;
                    lines++;
                    characters += length;
                }
                start = end + 1;
            }
        }
        // A short page of one line is no line of print.
        if (characters > LONGEST_MEAN * (lines - pages)) {
            return new PrintedLines(false, 0, false);
        }
        int width = percentile(lengths, (long) (0.9 * lines));
        long full = Arrays.stream(lengths, (int) (FULL * width), LONGEST + 1)
                .asLongStream()
                .sum();
        return new PrintedLines(true, width, full >= MOSTLY * lines);
    }

    private static int stripped(String text, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        return to - from;
    }

    private static int percentile(int[] counts, long rank) {
        long seen = 0;
        for (int value = 0; value < counts.length; value++) {
            seen += counts[value];
            if (seen > rank) {
                return value;
            }
        }
        return counts.length - 1;
    }
}

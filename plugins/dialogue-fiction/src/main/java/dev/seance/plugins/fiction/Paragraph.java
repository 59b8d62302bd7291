// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A paragraph of a document: a place in its text, without the white space around it.
 *
 * @param start the first character
 * @param end one past the last
 */
record Paragraph(int start, int end) {

    private static final Pattern HEADING = Pattern.compile(
            "(?:CHAPTER|Chapter|BOOK|Book|VOLUME|Volume|VOL\\.|PART|Part|PHASE|Phase|SCENE|Scene|ACT|Act|CANTO|PROLOGUE|EPILOGUE|LETTER)"
                    + "\\b[^a-z]*(?:\\b(?:[Tt]he )?[A-Z][\\w ,.'’-]*)?"
                    + "|(?:[IVXLC]+|[0-9]{1,3})\\.?"
                    + "|[^a-z\"“”]*[A-Z]{2}[^a-z\"“”]*"
                    + "|[*\\s.·—-]+");

    private static final int LONGEST_HEADING = 80;

    /** Paragraphs that are longer than this on average are none: they are the pages of a scan. */
    private static final int LONGEST_PARAGRAPH = 1200;

    /**
     * The paragraphs of a text: what blank lines divide, where there are any; else its lines. Text from scans has
     * neither, and is one paragraph a page.
     */
    static List<Paragraph> of(String text) {
        boolean blankLines = text.contains("\n\n");
        List<Paragraph> paragraphs = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = text.indexOf(blankLines ? "\n\n" : "\n", from);
            add(text, from, to < 0 ? text.length() : to, paragraphs);
            from = to < 0 ? text.length() : to + 1;
        }
        return paragraphs;
    }

    /** Whether a text has lost its paragraphs. */
    static boolean areLost(String text, List<Paragraph> paragraphs) {
        return text.length() / Math.max(1, paragraphs.size()) > LONGEST_PARAGRAPH;
    }

    private static void add(String text, int from, int to, List<Paragraph> paragraphs) {
        Paragraph paragraph = trimmed(text, from, to);
        if (paragraph.start < paragraph.end) {
            paragraphs.add(paragraph);
        }
    }

    /** A part of a text without the white space around it. */
    static Paragraph trimmed(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return new Paragraph(start, end);
    }

    /** Whether it is the heading of a chapter, or a line of asterisks: nobody answers across it. */
    boolean isHeading(String text) {
        return end - start <= LONGEST_HEADING
                && HEADING.matcher(text).region(start, end).matches();
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

/**
 * What stands between two quotation marks.
 *
 * @param start the first character inside
 * @param end one past the last character inside
 * @param paragraph the number of its paragraph
 * @param continued whether it goes on in the next span, which begins a paragraph with marks repeated
 * @param closed whether its closing marks are there, or are rightly missing because it goes on
 */
record Span(int start, int end, int paragraph, boolean continued, boolean closed) {

    /** Longer lines are prose, in characters. */
    private static final int LONGEST_VERSE = 65;

    /** Whether it is set in short, indented lines, as what is sung or recited is. */
    boolean isVerse(String text) {
        String inside = text.substring(start, end);
        return inside.indexOf('\n') > 0
                && inside.lines().skip(1).allMatch(line -> line.startsWith("  ") && line.length() <= LONGEST_VERSE);
    }

    /** Whether its sentence may go on in the narration behind it: "Who goes there?" cried he. */
    boolean isOpen(String text) {
        return end > start && text.charAt(end - 1) != '.';
    }

    /** Whether it breaks off, with a dash behind the marks or, in careless copies, a dash that was lost. */
    boolean breaksOff(String text) {
        return Character.isWhitespace(text.charAt(end - 1))
                || end + 1 < text.length() && "-—–".indexOf(text.charAt(end + 1)) >= 0;
    }

    /** Whether it ends as speech does. Titles and words "so called" do not. */
    boolean endsLikeSpeech(String text) {
        return end > start && ".,;:!?—–-…_)'’\"”".indexOf(text.charAt(end - 1)) >= 0;
    }
}

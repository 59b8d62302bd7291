// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

/**
 * Walks over the words of a text: runs of letters and digits, with apostrophes and hyphens that stand between two of them.
 * A word of letters is a form; one with a digit in it is not, nor is one longer than {@link FormHash#LONGEST}. Not
 * thread-safe.
 */
final class WordCursor {

    /** A copy: reading a string with letters beyond Latin-1 costs twice as much a character. */
    private final char[] text;

    private int start;
    private int end;
    private int next;
    private long hash;
    private boolean digits;
    private boolean compound;
    private Gap before = Gap.OTHER;
    private Gap after = Gap.OTHER;

    WordCursor(String text) {
        this.text = text.toCharArray();
        this.next = firstWord(0);
    }

    /**
     * Goes back, or on, to a word that it has stood on, so that {@link #next} comes to it again.
     *
     * @param wordStart its first character's index
     * @param gapBefore what stands before it
     */
    void seek(int wordStart, Gap gapBefore) {
        next = wordStart;
        after = gapBefore;
    }

    /** Goes on to the next word. */
    boolean next() {
        if (next >= text.length) {
            return false;
        }
        before = after;
        start = next;
        digits = false;
        compound = false;
        int at = start;
        // In locals, for this is most of what a survey does.
        char[] characters = text;
        long sum = 0;
        while (at < characters.length) {
            char c = characters[at];
            char letter = Letters.letter(c);
            if (letter != 0) {
                sum = FormHash.append(sum, letter);
            } else if (Letters.isDigit(c)) {
                digits = true;
            } else if (at > start && (Letters.isApostrophe(c) || Letters.isHyphen(c)) && wordAt(at + 1)) {
                compound |= Letters.isHyphen(c);
                sum = FormHash.append(sum, Letters.fold(c));
            } else {
                break;
            }
            at++;
        }
        hash = sum;
        end = at;
        next = firstWord(end);
        after = gap(end, next);
        return true;
    }

    private boolean wordAt(int at) {
        return at < text.length && (Letters.isLetter(text[at]) || Letters.isDigit(text[at]));
    }

    private int firstWord(int from) {
        char[] characters = text;
        int at = from;
        while (at < characters.length && Letters.letter(characters[at]) == 0 && !Letters.isDigit(characters[at])) {
            at++;
        }
        return at;
    }

    private Gap gap(int from, int to) {
        if (to >= text.length || from == to) {
            return Gap.OTHER;
        }
        char first = text[from];
        if (first == ' ' && to == from + 1) {
            return Gap.BLANK;
        }
        boolean hyphen = Letters.isHyphen(first) || Letters.isBreak(first);
        int at = hyphen ? from + 1 : from;
        int lines = 0;
        int blanks = 0;
        for (; at < to; at++) {
            char c = text[at];
            if (c == '\n') {
                lines++;
            } else if (c != ' ' && c != '\t') {
                return Gap.OTHER;
            }
            blanks++;
        }
        if (lines > 1 || blanks == 0) {
            return Gap.OTHER;
        }
        if (hyphen) {
            return lines == 1 ? Gap.HYPHEN_LINE : Gap.HYPHEN_BLANK;
        }
        return lines == 1 ? Gap.LINE : Gap.BLANK;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int length() {
        return end - start;
    }

    /** The hash of the word's characters, not finished; of no use when it is not a form. */
    long hash() {
        return hash;
    }

    boolean isForm() {
        return !digits && end - start <= FormHash.LONGEST;
    }

    /** Whether a hyphen stands within it. */
    boolean isCompound() {
        return compound;
    }

    /** What stands between the word before and this one. */
    Gap before() {
        return before;
    }

    /** What stands between this word and the next one. */
    Gap after() {
        return after;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

/** Characters as the lexicon sees them: case does not matter, nor which apostrophe, nor whether an s is long. */
final class Letters {

    private static final char LONG_S = '\u017F';
    private static final char[] FOLDED = folded();

    /** Folded letters; 0 for all else. */
    private static final char[] LETTERS = letters();

    private Letters() {}

    private static char[] folded() {
        char[] folded = new char[0x250];
        for (char c = 0; c < folded.length; c++) {
            folded[c] = Character.isLetter(c) ? Character.toLowerCase(c) : c;
        }
        folded[LONG_S] = 's';
        folded['`'] = '\'';
        return folded;
    }

    private static char[] letters() {
        char[] letters = new char[FOLDED.length];
        for (char c = 0; c < letters.length; c++) {
            letters[c] = Character.isLetter(c) ? FOLDED[c] : 0;
        }
        return letters;
    }

    static boolean isLetter(char c) {
        return letter(c) != 0;
    }

    /** A letter, folded; 0 for what is none. */
    static char letter(char c) {
        if (c < LETTERS.length) {
            return LETTERS[c];
        }
        return Character.isLetter(c) ? Character.toLowerCase(c) : 0;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static char fold(char c) {
        if (c < FOLDED.length) {
            return FOLDED[c];
        }
        return c == '\u2019' || c == '\u2018' ? '\'' : c == '\u2010' ? '-' : Character.toLowerCase(c);
    }

    static boolean isApostrophe(char c) {
        return c == '\'' || c == '\u2019';
    }

    /** A hyphen that may be the word's own. */
    static boolean isHyphen(char c) {
        return c == '-' || c == '\u2010';
    }

    /** A mark that does nothing but break a word at a line's end: the soft hyphen, and what scans make of one. */
    static boolean isBreak(char c) {
        return c == '\u00AD' || c == '\u00AC';
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

/** What words are made of: letters and digits; and case. */
public final class Letters {

    private static final int ASCII = 128;
    private static final boolean[] WORD = new boolean[ASCII];
    private static final char[] LOWER = new char[ASCII];

    static {
        for (char c = 0; c < ASCII; c++) {
            WORD[c] = Character.isLetterOrDigit(c);
            LOWER[c] = Character.toLowerCase(c);
        }
    }

    private Letters() {}

    public static boolean isWord(char c) {
        return c < ASCII ? WORD[c] : Character.isLetterOrDigit(c);
    }

    public static char lower(char c) {
        return c < ASCII ? LOWER[c] : Character.toLowerCase(c);
    }

    public static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    public static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\u00A0';
    }

    public static boolean isHyphen(char c) {
        return c == '-' || c == '\u2010' || c == '\u2011' || c == '\u2013';
    }

    /** Whether a word stands at that place. */
    public static boolean wordAt(String text, int at) {
        return at >= 0 && at < text.length() && isWord(text.charAt(at));
    }

    /** Where the word that begins there ends. */
    public static int end(String text, int from) {
        int end = from;
        while (wordAt(text, end)) {
            end++;
        }
        return end;
    }

    /** Where the word that ends there begins. */
    public static int start(String text, int end) {
        int start = end;
        while (wordAt(text, start - 1)) {
            start--;
        }
        return start;
    }

    /** The first place from there on that is no blank. */
    public static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The end of what comes before blanks that end there. */
    public static int skipBlanksBack(String text, int end) {
        int at = end;
        while (at > 0 && isBlank(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }
}

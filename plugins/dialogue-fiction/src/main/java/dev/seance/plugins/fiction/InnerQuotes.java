// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

/**
 * Tells whether a speaker quotes somebody else: {@code "I said to him, 'Come in, sir,' and he came"}. Such a turn has
 * two voices, and only one of them answers. One word is rather a word that is spoken of: {@code "You call me 'sir'!"}
 * Doubtful marks count as apostrophes, for these are far commoner.
 */
final class InnerQuotes {

    /** Marks that begin a quotation, one that a bad transcription made a question mark among them. */
    private static final String OPENING = "\"“‘'?";

    /** A word that ends so, or is shorter than this, has perhaps lost its end: "doin'", "the dogs'", "o'". */
    private static final String ELIDED_ENDS = "sn";

    private static final int SHORTEST_WHOLE = 4;

    private InnerQuotes() {}

    /** Whether there is a quotation of two words or more between two places of a text that stand within speech. */
    static boolean isIn(String text, int from, int to) {
        int open = -1;
        for (int i = from; i < to; i++) {
            if (open >= 0 && closes(text, open, i, to)) {
                if (hasBlank(text, open + 1, i)) {
                    return true;
                }
                open = -1;
            } else if (opens(text, i, from, to)) {
                open = i;
            }
        }
        return open >= 0 && isDouble(text.charAt(open));
    }

    private static boolean opens(String text, int at, int from, int to) {
        char mark = text.charAt(at);
        if (OPENING.indexOf(mark) < 0 || at + 1 == to || !Character.isLetterOrDigit(text.charAt(at + 1))) {
            return false;
        }
        boolean free = at == from ? mark != '?' : !Character.isLetterOrDigit(text.charAt(at - 1));
        return free && (isDouble(mark) || mark == '‘' || QuoteMarks.SINGLE.mayOpen(text, at, to));
    }

    private static boolean closes(String text, int open, int at, int to) {
        char mark = text.charAt(at);
        if (isDouble(text.charAt(open))) {
            return isDouble(mark);
        }
        if (mark != '\'' && mark != '’' || at + 1 < to && Character.isLetterOrDigit(text.charAt(at + 1))) {
            return false;
        }
        int word = at;
        while (word > open && Character.isLetter(text.charAt(word - 1))) {
            word--;
        }
        return word == at
                || text.charAt(open) == '‘'
                || at - word >= SHORTEST_WHOLE && ELIDED_ENDS.indexOf(text.charAt(at - 1)) < 0;
    }

    private static boolean isDouble(char mark) {
        return "\"“”".indexOf(mark) >= 0;
    }

    private static boolean hasBlank(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Character.isWhitespace(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}

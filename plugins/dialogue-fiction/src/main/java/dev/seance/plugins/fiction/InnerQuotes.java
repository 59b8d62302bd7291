// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds what a speaker quotes of somebody else: {@code "I said to him, 'Come in, sir,' and he came"}. Such a turn has
 * two voices, and only one of them answers. One word is rather a word that is spoken of: {@code "You call me 'sir'!"}
 * Doubtful marks count as apostrophes, for these are far commoner.
 */
final class InnerQuotes {

    /** Marks that begin a quotation, one that a bad transcription made a question mark among them. */
    private static final String OPENING = "\"“‘'?";

    /** A word that ends so, or is shorter than this, has perhaps lost its end: "doin'", "the dogs'", "o'". */
    private static final String ELIDED_ENDS = "sn";

    private static final int SHORTEST_WHOLE = 4;

    /** What is shorter is said with emphasis. */
    private static final int SHORTEST_ITALIC = 20;

    private InnerQuotes() {}

    /**
     * The quotations of two words or more between two places of a text that stand within speech, marks included. One
     * that is not closed reaches to the end.
     */
    static List<Paragraph> in(String text, int from, int to) {
        List<Paragraph> found = new ArrayList<>();
        if (isItalic(text, from, to)) {
            found.add(new Paragraph(from, to));
            return found;
        }
        int open = -1;
        for (int i = from; i < to; i++) {
            if (open < 0 && isLost(text, i, to)) {
                found.add(new Paragraph(i, to));
                return found;
            }
            if (open >= 0 && closes(text, open, i, to)) {
                if (isDouble(text.charAt(i)) || hasBlank(text, open + 1, i)) {
                    found.add(new Paragraph(open, i + 1));
                }
                open = -1;
            } else if (opens(text, i, from, to)) {
                open = i;
            }
        }
        if (open >= 0 && isDouble(text.charAt(open))) {
            found.add(new Paragraph(open, to));
        }
        return found;
    }

    /** Whether all is set in italics, as what is read aloud is. */
    private static boolean isItalic(String text, int from, int to) {
        return to - from > SHORTEST_ITALIC
                && text.charAt(from) == '_'
                && text.charAt(to - 1) == '_'
                && text.indexOf('_', from + 1) == to - 1;
    }

    /** Whether a mark was lost here that began a quotation, in a copy without apostrophes: "he said,  Come in." */
    private static boolean isLost(String text, int at, int to) {
        return text.charAt(at) == ','
                && at + 3 < to
                && text.charAt(at + 1) == ' '
                && text.charAt(at + 2) == ' '
                && Character.isUpperCase(text.charAt(at + 3));
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

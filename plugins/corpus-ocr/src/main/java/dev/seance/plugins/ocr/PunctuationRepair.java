// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.plugins.ocr.QuoteMarks.Reading;

/**
 * Closes up punctuation that a printer set off by thin spaces, of which recognition makes blanks: {@code ' Surely ! '} is
 * {@code 'Surely!'}. Dots in a row stay as they are. For languages that write so; French does not.
 */
final class PunctuationRepair {

    private static final String CLOSED_UP = ",;:!?.";
    private static final String MARKS = "'\"";

    private PunctuationRepair() {}

    static String repaired(String text) {
        if (text.indexOf(' ') < 0) {
            return text;
        }
        boolean[] drop = new boolean[text.length()];
        char[] characters = text.toCharArray();
        boolean changed = closeUp(characters, drop);
        boolean blots = text.indexOf('"') >= 0;
        for (int i = 0; i < MARKS.length(); i++) {
            char mark = MARKS.charAt(i);
            // A blot is read as one kind of mark alone.
            if (text.indexOf(mark) >= 0) {
                changed |= attach(new QuoteMarks(characters, mark), mark, blots == (mark == '"'), characters, drop);
            }
        }
        if (!changed) {
            return text;
        }
        int kept = 0;
        for (int i = 0; i < characters.length; i++) {
            if (!drop[i]) {
                characters[kept++] = characters[i];
            }
        }
        return new String(characters, 0, kept);
    }

    private static boolean closeUp(char[] text, boolean[] drop) {
        boolean changed = false;
        for (int i = 1; i + 1 < text.length; i++) {
            if (text[i] != ' ' || Letters.letter(text[i + 1]) != 0) {
                continue;
            }
            char before = text[i - 1];
            char next = text[i + 1];
            boolean inRow = next == '.' && (before == '.' || i + 3 < text.length && text[i + 3] == '.');
            boolean punctuation = CLOSED_UP.indexOf(next) >= 0 && !inRow && endsAWord(text, i + 1);
            if ((punctuation || isGenitive(text, i + 1)) && Character.isLetterOrDigit(before)) {
                drop[i] = true;
                changed = true;
            }
        }
        return changed;
    }

    /** Whether what follows a mark lets it end a word: not the point of a decimal fraction. */
    private static boolean endsAWord(char[] text, int at) {
        return at + 1 == text.length || !Character.isLetterOrDigit(text[at + 1]);
    }

    private static boolean isGenitive(char[] text, int at) {
        return Letters.isApostrophe(text[at]) && at + 1 < text.length && text[at + 1] == 's' && endsAWord(text, at + 1);
    }

    private static boolean attach(QuoteMarks marks, char mark, boolean blots, char[] characters, boolean[] drop) {
        boolean changed = false;
        for (int i = 0; i < marks.count(); i++) {
            int at = marks.place(i);
            Reading reading = marks.reading(i);
            if (reading == Reading.NONE || marks.isBlot(i) && !blots) {
                continue;
            }
            if (marks.isBlot(i)) {
                characters[at] = mark;
                changed = true;
            }
            if (marks.isAlone(i)) {
                int blank = reading == Reading.OPEN ? at + 1 : at - 1;
                if (blank >= 0 && blank < characters.length && characters[blank] == ' ') {
                    drop[blank] = true;
                    changed = true;
                }
            }
        }
        return changed;
    }
}

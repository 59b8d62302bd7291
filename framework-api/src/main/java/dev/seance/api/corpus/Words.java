// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

/** The one way words are counted, so that the funnel, the report and the filters agree. */
public final class Words {

    /** Of each ASCII character, 1 when it is part of a word and 0 when it is white space. */
    private static final byte[] IN_WORD = new byte[0x80];

    static {
        for (char c = 0; c < IN_WORD.length; c++) {
            IN_WORD[c] = (byte) (Character.isWhitespace(c) ? 0 : 1);
        }
    }

    private Words() {}

    /** How many runs of characters other than white space the text has. */
    public static long count(CharSequence text) {
        // This is asked of every text of a corpus after every filter: a string's own charAt, and no branch at a word's
        // end.
        return text instanceof String string ? count(string) : count(text.toString());
    }

    private static long count(String text) {
        long words = 0;
        int inside = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int letter = c < IN_WORD.length ? IN_WORD[c] : Character.isWhitespace(c) ? 0 : 1;
            words += letter & ~inside;
            inside = letter;
        }
        return words;
    }
}

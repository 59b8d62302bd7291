// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

/** The one way words are counted, so that the funnel, the report and the filters agree. */
public final class Words {

    private Words() {}

    /** How many runs of characters other than white space the text has. */
    public static long count(CharSequence text) {
        long words = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            boolean letter = !Character.isWhitespace(text.charAt(i));
            if (letter && !inside) {
                words++;
            }
            inside = letter;
        }
        return words;
    }
}

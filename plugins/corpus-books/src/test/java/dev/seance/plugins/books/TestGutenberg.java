// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

/** Invented texts in the form of Project Gutenberg's. */
final class TestGutenberg {

    static final String START = "*** START OF THE PROJECT GUTENBERG EBOOK A TALE ***";
    static final String END = "*** END OF THE PROJECT GUTENBERG EBOOK A TALE ***";

    /** A header as newer files have it, up to the mark. */
    static final String HEADER = """
            The Project Gutenberg eBook of A Tale, by Ada Pym

            This eBook is for the use of anyone.

            Title: A Tale
                   of Rain

            Author: Ada Pym

            Release date: May 1, 2005 [eBook #4711]
                            Most recently updated: June 2, 2020

            Language: English

            """;

    private TestGutenberg() {}

    /** A file with a header, that text and a licence. */
    static String of(String text) {
        return HEADER + START + "\n\n" + text + "\n\n" + END + "\n\nUpdated editions will replace the previous one.\n"
                + "START: FULL LICENSE\nTHE FULL PROJECT GUTENBERG LICENSE\n";
    }

    /** A paragraph of prose, broken into lines of at most that width. */
    static String wrapped(String words, int width) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String word : words.split(" ")) {
            if (column > 0 && column + 1 + word.length() > width) {
                text.append('\n');
                column = 0;
            } else if (column > 0) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        return text.toString();
    }
}

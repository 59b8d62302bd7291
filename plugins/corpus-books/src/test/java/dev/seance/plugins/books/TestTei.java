// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

/** Invented texts in TEI. */
final class TestTei {

    private TestTei() {}

    /** A text with a header, a title page and that body. */
    static String of(String body) {
        return of("<titleStmt><title>A Tale</title></titleStmt>", body);
    }

    /** A text with that description of the file, and that body. */
    static String of(String description, String body) {
        return "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><fileDesc>" + description
                + "</fileDesc></teiHeader>\n<text><front><p>A TALE</p></front>\n<body>" + body
                + "</body><back><note>1. See above.</note></back></text></TEI>";
    }
}

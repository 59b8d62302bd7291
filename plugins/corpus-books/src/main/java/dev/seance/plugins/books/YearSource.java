// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

/** Where a book's year was found, which the attribute {@link #ATTRIBUTE} of its document says. */
enum YearSource {
    /** What the file says of the work's first edition. */
    FIRST_EDITION("first edition"),
    /** What the file says of the work's making. */
    CREATION("creation"),
    /** The printed edition that was transcribed; the work may be older. */
    PRINTED_EDITION("printed edition"),
    /** The date of publication that the file gives, of whatever edition. */
    PUBLICATION("publication"),
    /** The recipe's table of years. */
    TABLE("table"),
    /** A date that the title page ends in. */
    TITLE_PAGE("title page"),
    /** A notice of copyright in the front matter. */
    COPYRIGHT("copyright notice"),
    UNKNOWN("unknown");

    /** The attribute's name. */
    static final String ATTRIBUTE = "year-source";

    private final String words;

    YearSource(String words) {
        this.words = words;
    }

    /** As the attribute has it. */
    String words() {
        return words;
    }
}

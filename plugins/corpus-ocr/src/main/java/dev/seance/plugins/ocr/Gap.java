// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

/** What stands between two words. */
enum Gap {
    /** Blanks and nothing else. */
    BLANK,
    /** The end of a line and nothing else but blanks. */
    LINE,
    /** A hyphen and blanks. */
    HYPHEN_BLANK,
    /** A hyphen and the end of a line. */
    HYPHEN_LINE,
    /** Anything else; also a text's beginning and end. */
    OTHER;

    boolean hyphen() {
        return this == HYPHEN_BLANK || this == HYPHEN_LINE;
    }
}

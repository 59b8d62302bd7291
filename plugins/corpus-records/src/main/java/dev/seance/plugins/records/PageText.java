// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

/** The text of a page or a document as a record has it. */
final class PageText {

    private PageText() {}

    /**
     * With {@code \n} line ends and without a byte order mark.
     *
     * @throws BadRow when it holds NULs, which no text does
     */
    static String of(String raw) throws BadRow {
        if (raw.indexOf('\0') >= 0) {
            throw new BadRow(
                    "NUL characters in the text",
                    "the first at character " + (raw.indexOf('\0') + 1),
                    "make the file again from its source, or remove the NULs");
        }
        String text = raw.startsWith("\uFEFF") ? raw.substring(1) : raw;
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** A number that stands in a string; NaN for what is none. */
    static double number(String text) {
        try {
            return text.isBlank() ? Double.NaN : Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}

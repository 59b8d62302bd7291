// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.plugin.Option;
import java.util.List;
import java.util.Optional;

/** Which columns or keys of records are what. */
public record FieldOptions(
        @Option(doc = "The column with the text.", defaultValue = "text")
        String text,

        @Option(
                doc =
                        "The column with an id, unique in the corpus; by default id. Without one the ids are the file's name"
                                + " and where in it the record is: a row's number, or the byte that a line begins at.")
        Optional<String> id,

        @Option(doc = "The column with the title; by default title, where there is one.")
        Optional<String> title,

        @Option(doc = "The column with the author; by default author.")
        Optional<String> author,

        @Option(
                doc = "The column with the year of publication, in any form that catalogues have, such as 1851, c1853,"
                        + " [1852?], 1850-1860 or 1851-05-12; by default year, or else date.")
        Optional<String> year,

        @Option(
                doc = "The column with the language, as a code of two or three letters or by its English name; by"
                        + " default language.")
        Optional<String> language,

        @Option(doc = "The column with the place of publication; by default place.")
        Optional<String> place,

        @Option(doc = "The column with the mean word confidence of a scan, from 0 to 1; by default ocr-confidence.")
        Optional<String> ocrConfidence,

        @Option(doc = "The column with the collection the text is from; by default source.")
        Optional<String> source,

        @Option(doc = "The column with the licence or rights statement; by default licence, or else license.")
        Optional<String> licence,

        @Option(
                doc =
                        "Other columns that become attributes of the documents: their names, or \"*\" for all whose values"
                                + " have at most 1,000 characters.",
                defaultValue = "[\"*\"]")
        List<String> attributes) {

    static final String ALL = "*";

    /** Everything by default. */
    static final FieldOptions DEFAULT = new FieldOptions(
            "text",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(ALL));

    public FieldOptions {
        if (text.isBlank()) {
            throw new IllegalArgumentException("'text' is blank; name the column that has the text");
        }
        attributes = List.copyOf(attributes);
        if (attributes.contains(ALL) && attributes.size() > 1) {
            throw new IllegalArgumentException("'attributes' has \"*\" beside names; give one or the other");
        }
    }
}

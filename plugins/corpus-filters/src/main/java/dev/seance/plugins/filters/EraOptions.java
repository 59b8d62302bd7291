// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import dev.seance.api.plugin.Option;
import dev.seance.kit.text.LanguageCodes;
import java.util.List;
import java.util.Objects;

/** The options of {@link EraFilter}. */
public record EraOptions(
        @Option(doc = "The first year of publication to keep.", defaultValue = "${era.from}")
        int from,

        @Option(doc = "The last year of publication to keep.", defaultValue = "${era.to}")
        int to,

        @Option(
                doc = "Whether documents without a year are dropped or kept. Dropped, because one modern text"
                        + " among the books teaches a model words that the era did not have.",
                defaultValue = "drop")
        Undated undated,

        @Option(
                doc = "The languages to keep, as codes or English names: en, eng or English. Empty keeps all; a"
                        + " document that does not say its language is kept.",
                defaultValue = "[]")
        List<String> languages,

        @Option(
                doc = "How exact a date must be: lenient goes by the year that a document is filed under, the middle of"
                        + " 1850-1860; strict asks that every year the catalogue's date may mean is in the era. Lenient,"
                        + " because a book of 1899-1903 does little harm.",
                defaultValue = "lenient")
        Dates dates,

        @Option(
                doc = "Whether to keep or drop what seems to be a later edition of an earlier work: the title or an"
                        + " attribute says so (new edition, reprinted, 3rd ed.), or the author died more than 25 years"
                        + " before. Kept ones are flagged by the attribute 'reprint'. Kept, because most are of the era"
                        + " all the same.",
                defaultValue = "keep")
        Reprints reprints) {

    public EraOptions {
        Objects.requireNonNull(undated, "undated");
        languages = List.copyOf(languages);
        Objects.requireNonNull(dates, "dates");
        Objects.requireNonNull(reprints, "reprints");
        if (from > to) {
            throw new IllegalArgumentException("from " + from + " is after to " + to + "; swap them");
        }
        for (String language : languages) {
            if (LanguageCodes.of(language).isEmpty()) {
                throw new IllegalArgumentException(
                        "language '" + language + "' is unknown; write an ISO 639 code or an English name, such as en");
            }
        }
    }
}

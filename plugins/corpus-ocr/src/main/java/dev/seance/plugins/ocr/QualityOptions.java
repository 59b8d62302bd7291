// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** The options of {@link OcrQualityFilter}. */
public record QualityOptions(
        @Option(
                doc = "The share of a page's words that must be in the lexicon; pages below it are dropped. Prose has"
                        + " 0.95 and more, even badly read prose 0.85; tables have 0.7, another language under 0.5.",
                defaultValue = "0.75",
                min = 0,
                max = 1)
        double pageMin,

        @Option(
                doc = "The same share for the pages of a document that are left; a document below it is dropped.",
                defaultValue = "0.85",
                min = 0,
                max = 1)
        double bookMin,

        @Option(
                doc = "The share from which on a document's quality is good; below it is fair.",
                defaultValue = "0.95",
                min = 0,
                max = 1)
        double goodMin,

        @Option(
                doc = "The lowest mean word confidence of a scan, as its recognition gave it. A low floor, because"
                        + " confidence says little: a readable novel has 0.57, and books in a language that was not"
                        + " expected 0.7. A document whose confidence is not known passes.",
                defaultValue = "0.4",
                min = 0,
                max = 1)
        double confidenceMin,

        @Option(
                doc = "The fewest characters a document must have left; less is a leaflet, or what remains of a book of"
                        + " plates.",
                defaultValue = "5000",
                min = 0,
                unit = "characters")
        long minCharacters,

        @Option(
                doc = "How many pages on either side count with a page of few words, which alone says little.",
                defaultValue = "2",
                min = 0,
                max = 100,
                unit = "pages")
        int window,

        @Option(
                doc = "The language of documents that do not say theirs, as a code or an English name.",
                defaultValue = "${era.language}")
        String language,

        @Option(
                doc = "A UTF-8 file of words, divided by blanks or line ends, that are right whatever the corpus says."
                        + " Lines that begin with # are comments.")
        Optional<Path> words) {

    public QualityOptions {
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(words, "words");
        if (goodMin < bookMin) {
            throw new IllegalArgumentException("good-min " + goodMin + " is below book-min " + bookMin
                    + ", so that every document would be good; raise the one or lower the other");
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** The options of {@link RejoinWordsFilter} and {@link OcrRepairFilter}. */
public record LexiconOptions(
        @Option(
                doc =
                        "The language of documents that do not say theirs, as a code or an English name. Rules about letters come"
                                + " with a language; the plugin has those of English.",
                defaultValue = "${era.language}")
        String language,

        @Option(
                doc = "A UTF-8 file of words, divided by blanks or line ends, that are right whatever the corpus says:"
                        + " a dictionary of the era, names. Lines that begin with # are comments. Without it the"
                        + " corpus alone says what a word is.")
        Optional<Path> words) {

    public LexiconOptions {
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(words, "words");
    }
}

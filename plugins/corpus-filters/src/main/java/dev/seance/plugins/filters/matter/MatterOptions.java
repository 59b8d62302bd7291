// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.matter;

import dev.seance.api.plugin.Option;
import dev.seance.kit.text.LanguageCodes;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** The options of {@link FrontAndBackMatterFilter}. */
public record MatterOptions(
        @Option(
                doc =
                        "How much of a document at either end is looked at, as a fraction of its words. Nothing is cut from"
                                + " the middle.",
                defaultValue = "0.15",
                min = 0,
                max = 0.5)
        double maxShare,

        @Option(
                doc = "The language of documents that do not say theirs, as a code or an English name. Documents in a"
                        + " language whose function words the plugin does not know stay as they are.",
                defaultValue = "${era.language}")
        String language,

        @Option(
                doc = "A UTF-8 file of words of publishers' catalogues, in place of those that come with the plugin,"
                        + " divided by blanks or line ends; lines that begin with # are comments.")
        Optional<Path> file) {

    public MatterOptions {
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(file, "file");
        if (LanguageCodes.of(language).isEmpty()) {
            throw new IllegalArgumentException(
                    "language '" + language + "' is unknown; write an ISO 639 code or an English name, such as en");
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** The options of {@link GutenbergSource}. */
public record GutenbergOptions(
        @Option(
                doc = "A folder of Project Gutenberg's plain texts (.txt, compressed or not: .txt.gz, .txt.zst), or one"
                        + " file; folders within it are read too.",
                excludedFromKey = Option.ANY)
        Path path,

        @Option(
                doc = "A .csv or .tsv file with the years of first publication, which the texts mostly do not say: the"
                        + " number or the file's name in the first column, the year in the second, with or without a row"
                        + " of headings. Without it, or for a text that is not in it, the year is that of the title page"
                        + " or a notice of copyright, where there is one; 'year-source' among a document's attributes"
                        + " says which.",
                excludedFromKey = Option.ANY)
        Optional<Path> years,

        @Option(doc = "The language of texts whose headers do not say, as an ISO 639-1 code.", defaultValue = "en")
        String language) {

    public GutenbergOptions {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(years, "years");
        Objects.requireNonNull(language, "language");
    }
}

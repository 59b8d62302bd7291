// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** The options of {@link EpubSource}. */
public record EpubOptions(
        @Option(doc = "A folder of .epub files, or one; folders within it are read too.", excludedFromKey = Option.ANY)
        Path path,

        @Option(
                doc = "A .csv or .tsv file with the years of first publication: the file's name without .epub, or the"
                        + " book's identifier, in the first column, the year in the second. Without it, or for a book that"
                        + " is not in it, the year is that of the original publication, where the book says; the date of an"
                        + " EPUB is mostly that of the file, and stands in the attribute 'file-date'.",
                excludedFromKey = Option.ANY)
        Optional<Path> years,

        @Option(doc = "The language of books that do not say, as an ISO 639-1 code.", defaultValue = "en")
        String language) {

    public EpubOptions {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(years, "years");
        Objects.requireNonNull(language, "language");
    }
}

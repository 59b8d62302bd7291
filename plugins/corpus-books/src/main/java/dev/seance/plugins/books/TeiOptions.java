// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.Objects;

/** The options of {@link TeiSource}. */
public record TeiOptions(
        @Option(
                doc = "A folder of TEI files (.xml or .tei, compressed or not: .xml.gz, .xml.zst), or one file; folders"
                        + " within it are read too.",
                excludedFromKey = Option.ANY)
        Path path,

        @Option(doc = "The language of texts whose headers do not say, as an ISO 639-1 code.", defaultValue = "en")
        String language) {

    public TeiOptions {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(language, "language");
    }
}

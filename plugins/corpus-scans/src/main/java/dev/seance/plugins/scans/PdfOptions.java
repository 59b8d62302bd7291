// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.Objects;

/** The options of {@link PdfSource}. */
public record PdfOptions(
        @Option(
                doc = "A folder of .pdf files, a document each, or one such file.",
                // What lies there is in the key, by the source's revision; where it lies is not.
                excludedFromKey = Option.ANY)
        Path path,

        @Option(
                doc = "The language of files that do not say, as an ISO 639-1 code; empty when it is not known.",
                defaultValue = "")
        String language) {

    public PdfOptions {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(language, "language");
    }
}

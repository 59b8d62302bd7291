// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.Objects;

/** The options of {@link ParquetSource}. */
public record ParquetOptions(
        @Option(doc = "A .parquet file, or a folder of them: each row is a document.", excludedFromKey = Option.ANY)
        Path path,

        @Option(doc = "Which columns are what.", defaultValue = "{}")
        FieldOptions fields,

        @Option(doc = "The language of texts whose records do not say, as an ISO 639-1 code.", defaultValue = "en")
        String language) {

    public ParquetOptions {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(fields, "fields");
        Objects.requireNonNull(language, "language");
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.Objects;

/** The options of {@link JsonlSource}. */
public record JsonlOptions(
        @Option(
                doc = "A .jsonl file, or a folder of them, compressed or not (.jsonl.gz, .jsonl.zst): a JSON object a"
                        + " line, a document each.",
                excludedFromKey = Option.ANY)
        Path path,

        @Option(doc = "Which keys are what.", defaultValue = "{}")
        FieldOptions fields,

        @Option(doc = "The language of texts whose records do not say, as an ISO 639-1 code.", defaultValue = "en")
        String language) {

    public JsonlOptions {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(fields, "fields");
        Objects.requireNonNull(language, "language");
    }
}

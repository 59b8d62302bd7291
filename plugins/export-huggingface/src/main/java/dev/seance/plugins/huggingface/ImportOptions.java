// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;

/** Options of {@link HuggingFaceImporter}. */
public record ImportOptions(
        @Option(
                doc =
                        "The folder with config.json, model.safetensors or its shards, and tokenizer.json; or one of these"
                                + " files.",
                // What lies there is in the key, by the importer's revision; where it lies is not.
                excludedFromKey = Option.ANY)
        Path path) {}

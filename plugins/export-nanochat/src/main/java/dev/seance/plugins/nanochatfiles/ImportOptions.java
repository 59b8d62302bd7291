// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.Optional;

/** Options of {@link NanochatImporter}. What lies at the paths is in the key, by the importer's revision. */
public record ImportOptions(
        @Option(
                doc = "The folder with model_NNNNNN.pt and meta_NNNNNN.json, or one of these files: then its number is"
                        + " taken, else the highest.",
                excludedFromKey = Option.ANY)
        Path path,

        @Option(
                doc = "The folder with tokenizer.json or tokenizer.pkl, where it is not that of the weights: nanochat"
                        + " itself keeps it apart.",
                excludedFromKey = Option.ANY)
        Optional<Path> tokenizer) {}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import dev.seance.api.plugin.Option;

/** Options of {@link NanochatExporter}. */
public record NanochatOptions(
        @Option(
                doc = "The number in the files' names, model_000000.pt: nanochat takes the highest it finds.",
                defaultValue = "0",
                min = 0,
                max = 999999)
        int step,

        @Option(
                doc =
                        "The number format of the token table and the value embeddings: bf16, as nanochat trains them on a"
                                + " GPU and the published model has them, or fp32, as they are. Everything else is fp32.",
                defaultValue = "bf16")
        TableType tables,

        @Option(
                doc =
                        "The licence that the weights are published under, as the hub names it, such as cc0-1.0; it goes into the"
                                + " model card. Without one the card says that none was chosen.",
                defaultValue = "")
        String licence) {}

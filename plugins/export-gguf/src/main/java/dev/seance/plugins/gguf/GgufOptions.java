// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

import dev.seance.api.plugin.Option;

/**
 * Options of {@link GgufExporter}.
 *
 * @param type the number format of the matrices
 * @param licence of the weights, or ""
 */
public record GgufOptions(
        @Option(
                doc =
                        "The number format of the matrices: f32, as they were trained; bf16 or f16, half the size; q8-0, a"
                                + " quarter and next to no loss; q4-0, an eighth, for large models. Norms stay in f32.",
                defaultValue = "q8-0")
        FileType type,

        @Option(
                doc =
                        "The licence that the weights are published under, as hubs name it, such as cc0-1.0; it goes into the"
                                + " file and its model card. Without one the card says that none was chosen.",
                defaultValue = "")
        String licence) {}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import dev.seance.api.plugin.Option;

/**
 * Options of {@link HuggingFaceExporter}.
 *
 * @param dtype the number format of the weights
 * @param licence of the weights, or ""
 */
public record HuggingFaceOptions(
        @Option(
                doc = "The number format of the weights: fp32, as they were trained, or bf16, half the size.",
                defaultValue = "bf16")
        WeightType dtype,

        @Option(
                doc =
                        "The licence that the weights are published under, as the hub names it, such as cc0-1.0; it goes into the"
                                + " model card. Without one the card says that none was chosen.",
                defaultValue = "")
        String licence) {}

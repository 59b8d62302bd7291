// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import dev.seance.api.plugin.Option;

/** Options of {@link HuggingFaceExporter}. */
public record HuggingFaceOptions(
        @Option(
                doc = "The number format of the weights: fp32, as they were trained, or bf16, half the size.",
                defaultValue = "bf16")
        WeightType dtype) {}

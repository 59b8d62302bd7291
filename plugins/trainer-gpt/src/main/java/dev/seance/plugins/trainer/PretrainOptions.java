// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.plugin.Option;
import java.util.List;
import java.util.Optional;

/**
 * The options of {@code pretrain}. Numbers are nanochat's unless their documentation says otherwise.
 *
 * @param batchTokens tokens of an optimiser step
 * @param rows rows of a micro-batch
 * @param horizon tokens to learn from, per parameter that multiplies
 * @param steps optimiser steps, instead of the horizon
 * @param matrixRate rate of the layers' matrices
 * @param embeddingRate rate of the token table at width 768
 * @param headRate rate of the output matrix at width 768
 * @param beta1 decay of the gradient's mean
 * @param beta2 decay of the gradient's square
 * @param weightDecay decoupled decay of the matrices
 * @param warmup steps until the rates have their full height
 * @param warmdown share of the steps in which the rates fall
 * @param finalRate height of the rates at the end
 * @param clip greatest gradient norm
 * @param validateEvery steps between validations
 * @param validateTokens tokens of a validation in between
 * @param sampleEvery steps between samples
 * @param checkpointEvery steps between checkpoints
 * @param prompts what the samples begin with
 */
public record PretrainOptions(
        @Option(
                doc = "Tokens of one optimiser step; a multiple of rows x context. Lower it for short trainings.",
                defaultValue = "524288",
                min = 8,
                unit = "tokens")
        int batchTokens,

        @Option(
                doc = "Rows of one micro-batch: as many as the memory holds. Does not change what is learnt.",
                defaultValue = "32",
                min = 1,
                max = 65536,
                unit = "rows")
        int rows,

        @Option(
                doc = "Tokens to learn from per parameter of matrices and head, in whole steps.",
                defaultValue = "10.5",
                min = 0.001,
                unit = "tokens per parameter")
        double horizon,

        @Option(doc = "Optimiser steps, instead of what the horizon gives.", min = 1, unit = "steps")
        Optional<Long> steps,

        @Option(
                doc = "Learning rate of the layers' matrices, by AdamW.",
                defaultValue = Optimizer.MATRIX_RATE,
                min = 0,
                max = 10)
        double matrixRate,

        @Option(
                doc = "Learning rate of the token table at width 768; falls with the root of the width.",
                defaultValue = Optimizer.EMBEDDING_RATE,
                min = 0,
                max = 10)
        double embeddingRate,

        @Option(
                doc = "Learning rate of the output matrix at width 768; falls with the root of the width.",
                defaultValue = Optimizer.HEAD_RATE,
                min = 0,
                max = 10)
        double headRate,

        @Option(
                doc = "Decay of the gradient's mean, as is usual for AdamW.",
                defaultValue = Optimizer.BETA1,
                min = 0,
                max = 0.9999)
        double beta1,

        @Option(doc = "Decay of the gradient's square.", defaultValue = Optimizer.BETA2, min = 0, max = 0.99999)
        double beta2,

        @Option(
                doc = "Decoupled decay of the layers' matrices, multiplied by their rate; usual for AdamW.",
                defaultValue = "0.1",
                min = 0,
                max = 10)
        double weightDecay,

        @Option(doc = "Steps in which the rates rise to their height.", defaultValue = "40", min = 0, unit = "steps")
        long warmup,

        @Option(
                doc = "Share of the steps, the last ones, in which the rates fall.",
                defaultValue = "0.65",
                min = 0,
                max = 1)
        double warmdown,

        @Option(doc = "What the rates fall to, as a fraction of their height.", defaultValue = "0.05", min = 0, max = 1)
        double finalRate,

        @Option(
                doc = "Greatest norm of the gradient; longer ones are shortened. 0 for no bound.",
                defaultValue = "1",
                min = 0)
        double clip,

        @Option(
                doc = "Steps between validations on held-out documents; 0 for only before and after.",
                defaultValue = "250",
                min = 0,
                unit = "steps")
        long validateEvery,

        @Option(
                doc = "Held-out tokens of a validation before the last, which uses all there are.",
                defaultValue = "1048576",
                min = 1,
                unit = "tokens")
        long validateTokens,

        @Option(
                doc = "Steps between samples of the model's prose; 0 for none.",
                defaultValue = "1000",
                min = 0,
                unit = "steps")
        long sampleEvery,

        @Option(
                doc = "Steps between checkpoints: what a kill may cost. The last two are kept. 0 for none between.",
                defaultValue = "250",
                min = 0,
                unit = "steps")
        long checkpointEvery,

        @Option(
                doc = "What the samples begin with.",
                defaultValue = "[It was on a cold evening in, The chief object of, My dear Sir]")
        List<String> prompts) {

    public PretrainOptions {
        prompts = List.copyOf(prompts);
    }

    Optimizer optimizer(int width) {
        return new Optimizer(matrixRate, embeddingRate, headRate, beta1, beta2, weightDecay, clip).forWidth(width);
    }

    Cadence cadence() {
        return new Cadence(validateEvery, sampleEvery);
    }
}

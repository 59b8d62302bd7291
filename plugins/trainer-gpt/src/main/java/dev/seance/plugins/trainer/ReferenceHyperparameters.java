// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.Architecture;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ParameterGroup;

/**
 * AdamW for a group of tensors as it was tuned, at width 768 and 524,288 tokens a step: nanochat's numbers of March
 * 2026. The llama shape has none from there. Its token table begins forty times smaller (0.02 against 0.8) and is not
 * normalised before the first layer: of a fortieth and a fifth of nanochat's rate the fifth did better, 1.63 against 1.68
 * bits per byte after 60 steps of the tiny recipe. A table that is the output matrix too has the rate of that. The
 * weights of the normalisations move like nanochat's scales of the stream.
 *
 * @param rate learning rate
 * @param table whether the rate falls with the root of the width
 * @param beta1 decay of the gradient's mean
 * @param beta2 decay of the gradient's square
 * @param decay decoupled decay
 */
record ReferenceHyperparameters(double rate, boolean table, double beta1, double beta2, double decay) {

    private static final double EMBEDDING = 0.3;
    private static final double LLAMA_EMBEDDING = EMBEDDING / 5;
    private static final double HEAD = 0.008;
    private static final double SCALARS = 0.5;

    static ReferenceHyperparameters of(ParameterGroup group, ModelConfig shape) {
        double llamaEmbedding = shape.tied() ? HEAD : LLAMA_EMBEDDING;
        double embedding = shape.architecture() == Architecture.LLAMA ? llamaEmbedding : EMBEDDING;
        return switch (group) {
            case EMBEDDING -> new ReferenceHyperparameters(embedding, true, 0.8, 0.995, 0.001);
            case VALUE_EMBEDDINGS -> new ReferenceHyperparameters(EMBEDDING / 2, true, 0.8, 0.995, 0.01);
            case HEAD -> new ReferenceHyperparameters(HEAD, true, 0.8, 0.96, 0.01);
            case RESID_LAMBDAS -> new ReferenceHyperparameters(SCALARS / 100, false, 0.8, 0.95, 0.05);
            case X0_LAMBDAS -> new ReferenceHyperparameters(SCALARS, false, 0.96, 0.95, 0);
            case SMEAR -> new ReferenceHyperparameters(0.2, false, 0.8, 0.95, 0);
            case NORMS -> new ReferenceHyperparameters(SCALARS / 100, false, 0.8, 0.95, 0);
            case MATRICES, VALUE_GATES -> throw new IllegalArgumentException(group + " have a rule of their own");
        };
    }
}

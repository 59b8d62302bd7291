// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.llama;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.Muon;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.WidthScaling;

/**
 * The parameter groups with nanochat's hyperparameters of March 2026 (width 768, 524,288 tokens a step) where it has them,
 * and our own for the token table and the normalizations.
 *
 * <p>The token table starts forty times smaller than nanochat's (0.02 against 0.8) and is not normalized before the first
 * layer: of a fortieth and a fifth of nanochat's learning rate the fifth did better, 1.63 against 1.68 bits per byte after
 * 60 steps of the tiny recipe. A table that is the output matrix too has the learning rate of that. The weights of the
 * normalizations move like nanochat's scales of the residual stream.
 */
final class LlamaGroups {

    private static final double EPSILON = 1e-10;
    private static final double HEAD_RATE = 0.008;
    private static final double EMBEDDING_RATE = 0.3 / 5;

    static final ParameterGroup MATRICES = ParameterGroup.of(
                    "matrices",
                    "The layers' matrices.",
                    // nanochat has no numbers for AdamW on matrices; these are the usual ones.
                    new AdamW(0.002, 0.9, 0.95, EPSILON, 0.1))
            .scaledBy(WidthScaling.INVERSE)
            .withMuon(new Muon(0.02, 0.97, 0.9, 0.28));

    static final ParameterGroup EMBEDDING = embedding("The token table.", EMBEDDING_RATE);

    static final ParameterGroup TIED_EMBEDDING =
            embedding("The token table, which is the output matrix too.", HEAD_RATE);

    static final ParameterGroup HEAD = ParameterGroup.of(
                    "head", "The output matrix.", new AdamW(HEAD_RATE, 0.8, 0.96, EPSILON, 0.01))
            .scaledBy(WidthScaling.INVERSE_SQUARE_ROOT);

    static final ParameterGroup NORMS =
            ParameterGroup.of("norms", "The weights of the normalizations.", new AdamW(0.005, 0.8, 0.95, EPSILON, 0));

    private LlamaGroups() {}

    private static ParameterGroup embedding(String doc, double learningRate) {
        return ParameterGroup.of("embedding", doc, new AdamW(learningRate, 0.8, 0.995, EPSILON, 0.001))
                .scaledBy(WidthScaling.INVERSE_SQUARE_ROOT);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/**
 * The training run on which the hyperparameters of a family's {@link ParameterGroup groups} were tuned. A trainer scales
 * them from its size to that of the model at hand.
 *
 * @param width the width of its model
 * @param batchTokens tokens in one of its optimizer steps
 * @param matmulParameters parameters of its model that multiply on every token, had it the vocabulary of the model at
 *     hand; its training length was proportional to them
 */
public record ReferenceRun(int width, int batchTokens, long matmulParameters) {

    public ReferenceRun {
        if (width < 1 || batchTokens < 1 || matmulParameters < 1) {
            throw new IllegalArgumentException("a reference run of width " + width + ", " + batchTokens
                    + " tokens a step and " + matmulParameters + " parameters: each must be at least 1");
        }
    }
}

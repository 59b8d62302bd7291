// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/** What a tensor of a model is for. An optimiser treats the groups apart, as they differ in scale. */
public enum ParameterGroup {
    /** The matrices of the layers, stacked. */
    MATRICES(true),

    /** How much of a value embedding each head takes, by a few channels of the stream. */
    VALUE_GATES(true),

    /** The token table. */
    EMBEDDING(false),

    /** Tables of what a token adds to the values of attention. */
    VALUE_EMBEDDINGS(false),

    /** The output matrix. */
    HEAD(false),

    /** How much of the stream each layer takes on. */
    RESID_LAMBDAS(false),

    /** How much of the embedded tokens each layer mixes in again. */
    X0_LAMBDAS(false),

    /** What mixes a token's embedding with the one before it, and takes the middle layer's stream out at the end. */
    SMEAR(false),

    /** Weights of the normalisations. */
    NORMS(false);

    private final boolean matrices;

    ParameterGroup(boolean matrices) {
        this.matrices = matrices;
    }

    /** Whether its tensors are matrices, which alone {@link Muon} can treat. */
    public boolean matrices() {
        return matrices;
    }
}

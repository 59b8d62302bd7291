// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/** What a tensor does in a model: how {@link ParameterCount} counts it, and whether it multiplies on every token. */
public enum ParameterRole {
    /** Weight matrices of the layers, which multiply on every token. */
    MATRIX,

    /** The table in which input tokens are looked up. It is the output matrix too where no tensor is the {@link #HEAD}. */
    EMBEDDING,

    /** Further tables in which tokens are looked up, for use inside the layers, such as value embeddings. */
    VALUE_EMBEDDING,

    /** The output matrix, from states to logits. */
    HEAD,

    /** Scales, gates, biases and weights of normalizations: what is neither a table nor a large matrix. */
    SCALAR
}

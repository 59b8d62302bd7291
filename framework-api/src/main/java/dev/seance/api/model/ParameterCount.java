// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/**
 * How many parameters a model has, by what they do; an honest total needs all of them.
 *
 * @param matrices weights of the layers' matrices
 * @param embeddings the token table
 * @param valueEmbeddings tables added to the attention's values, where the architecture has them
 * @param head the output matrix; 0 where it is tied to the token table
 * @param scalars scales, gates and weights of normalisations: what is neither table nor matrix
 */
public record ParameterCount(long matrices, long embeddings, long valueEmbeddings, long head, long scalars) {

    public long total() {
        return matrices + embeddings + valueEmbeddings + head + scalars;
    }

    /** The count that scaling laws of this family use: what multiplies on every token. A tied table does. */
    public long matmulParameters() {
        return matrices + (head == 0 ? embeddings : head);
    }
}

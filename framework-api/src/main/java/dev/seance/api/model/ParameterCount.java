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
 */
public record ParameterCount(long matrices, long embeddings, long valueEmbeddings, long head) {

    public long total() {
        return matrices + embeddings + valueEmbeddings + head;
    }

    /** The count that scaling laws of this family use: what multiplies on every token. */
    public long scaling() {
        return matrices + head;
    }
}

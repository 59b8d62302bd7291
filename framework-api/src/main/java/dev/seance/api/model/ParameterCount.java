// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.List;

/**
 * How many parameters a model has, by the {@link ParameterRole} of its tensors.
 *
 * @param matrices weights of the layers' matrices
 * @param embeddings the token table
 * @param valueEmbeddings tables looked up inside the layers, where the family has them
 * @param head the output matrix; 0 where it is tied to the token table
 * @param scalars scales, gates and weights of normalizations
 */
public record ParameterCount(long matrices, long embeddings, long valueEmbeddings, long head, long scalars) {

    /** Counts the parameters of a model with these tensors. */
    public static ParameterCount of(List<ModelTensor> tensors) {
        return new ParameterCount(
                sum(tensors, ParameterRole.MATRIX),
                sum(tensors, ParameterRole.EMBEDDING),
                sum(tensors, ParameterRole.VALUE_EMBEDDING),
                sum(tensors, ParameterRole.HEAD),
                sum(tensors, ParameterRole.SCALAR));
    }

    private static long sum(List<ModelTensor> tensors, ParameterRole role) {
        return tensors.stream()
                .filter(tensor -> tensor.role() == role)
                .mapToLong(ModelTensor::elements)
                .sum();
    }

    public long total() {
        return matrices + embeddings + valueEmbeddings + head + scalars;
    }

    /** Parameters that multiply on every token, which nanochat's scaling laws count. A tied token table does. */
    public long matmulParameters() {
        return matrices + (head == 0 ? embeddings : head);
    }
}

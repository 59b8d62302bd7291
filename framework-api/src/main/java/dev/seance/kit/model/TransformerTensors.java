// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.ParameterRole;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors that families of decoder-only transformers have in common, stacked over the layers: one tensor of a kind,
 * which is what an optimizer of few large kernels wants. A family adds its own.
 *
 * <p>Sizes: V vocabulary, D width, L layers, F inner width of the MLP, G key and value heads of K numbers, A = D + 2GK.
 *
 * <pre>
 * embedding      [V, D]
 * head           [V, D]      where it is not tied to the embedding
 * attention_qkv  [L, A, D]   rows of the queries, the keys and the values, in this order
 * attention_out  [L, D, D]
 * mlp_in         [L, F, D]
 * mlp_out        [L, D, F]
 * </pre>
 *
 * @param embedding the group of the token table
 * @param head the group of the output matrix
 * @param matrices the group of the layers' matrices
 */
public record TransformerTensors(ParameterGroup embedding, ParameterGroup head, ParameterGroup matrices) {

    /** The tensors of a model of these dimensions; a list that may be added to. */
    public List<ModelTensor> of(ModelDimensions dimensions, boolean tied) {
        long layers = dimensions.layers();
        long width = dimensions.width();
        long inner = dimensions.mlpWidth();
        long vocabulary = dimensions.vocabularySize();
        long attention = width + 2L * dimensions.kvWidth();
        List<ModelTensor> tensors = new ArrayList<>();
        tensors.add(ModelTensor.of("embedding", ParameterRole.EMBEDDING, embedding, vocabulary, width));
        if (!tied) {
            tensors.add(ModelTensor.of("head", ParameterRole.HEAD, head, vocabulary, width));
        }
        tensors.add(matrix("attention_qkv", layers, attention, width));
        tensors.add(matrix("attention_out", layers, width, width));
        tensors.add(matrix("mlp_in", layers, inner, width));
        tensors.add(matrix("mlp_out", layers, width, inner));
        return tensors;
    }

    /** A stack of matrices, one a layer. */
    public ModelTensor matrix(String name, long layers, long out, long in) {
        return ModelTensor.of(name, ParameterRole.MATRIX, matrices, layers, out, in);
    }
}

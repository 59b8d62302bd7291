// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The tensors of each architecture, as every backend makes, saves and loads them: stacked over the layers, one tensor a
 * kind, which is what an optimiser of few large kernels wants.
 *
 * <p>Sizes: V vocabulary, D width, L layers, F inner width, G key and value heads of K numbers, M layers with value
 * embeddings, A = D + 2GK. Rows of {@code attention_qkv} are those of the queries, the keys and the values, in this order.
 */
final class ModelTensors {

    /** Channels of the stream that a gate of value embeddings looks at, as in nanochat. */
    private static final int GATE_CHANNELS = 12;

    /** Channels of the stream that the smear's gate looks at, as in nanochat. */
    private static final int SMEAR_CHANNELS = 24;

    private ModelTensors() {}

    static List<ModelTensor> of(ModelConfig shape) {
        return switch (shape.architecture()) {
            case NANOCHAT -> nanochat(shape);
            case LLAMA -> llama(shape);
        };
    }

    private static List<ModelTensor> nanochat(ModelConfig shape) {
        long layers = shape.layers();
        long width = shape.width();
        long keys = (long) shape.kvHeads() * shape.headWidth();
        List<ModelTensor> tensors = new ArrayList<>(trunk(shape));
        long tables = shape.valueEmbeddingLayers();
        tensors.add(
                ModelTensor.of(ParameterGroup.VALUE_EMBEDDINGS, "value_embeddings", tables, shape.vocabulary(), keys));
        tensors.add(ModelTensor.of(
                ParameterGroup.VALUE_GATES, "value_gates", tables, shape.kvHeads(), Math.min(GATE_CHANNELS, width)));
        tensors.add(ModelTensor.of(ParameterGroup.RESID_LAMBDAS, "resid_lambdas", layers));
        tensors.add(ModelTensor.of(ParameterGroup.X0_LAMBDAS, "x0_lambdas", layers));
        tensors.add(ModelTensor.of(ParameterGroup.SMEAR, "smear_gate", Math.min(SMEAR_CHANNELS, width)));
        tensors.add(ModelTensor.of(ParameterGroup.SMEAR, "smear_lambda", 1));
        tensors.add(ModelTensor.of(ParameterGroup.SMEAR, "backout_lambda", 1));
        return tensors;
    }

    private static List<ModelTensor> llama(ModelConfig shape) {
        long layers = shape.layers();
        long width = shape.width();
        List<ModelTensor> tensors = new ArrayList<>(trunk(shape));
        tensors.add(ModelTensor.of(ParameterGroup.MATRICES, "mlp_gate", layers, shape.mlpWidth(), width));
        tensors.add(ModelTensor.of(ParameterGroup.NORMS, "attention_norm", layers, width));
        tensors.add(ModelTensor.of(ParameterGroup.NORMS, "mlp_norm", layers, width));
        tensors.add(ModelTensor.of(ParameterGroup.NORMS, "final_norm", width));
        return tensors;
    }

    /** What both have. */
    private static List<ModelTensor> trunk(ModelConfig shape) {
        long layers = shape.layers();
        long width = shape.width();
        long inner = shape.mlpWidth();
        long attention = width + 2L * shape.kvHeads() * shape.headWidth();
        List<ModelTensor> tensors = new ArrayList<>();
        tensors.add(ModelTensor.of(ParameterGroup.EMBEDDING, "embedding", shape.vocabulary(), width));
        if (!shape.tied()) {
            tensors.add(ModelTensor.of(ParameterGroup.HEAD, "head", shape.vocabulary(), width));
        }
        tensors.add(ModelTensor.of(ParameterGroup.MATRICES, "attention_qkv", layers, attention, width));
        tensors.add(ModelTensor.of(ParameterGroup.MATRICES, "attention_out", layers, width, width));
        tensors.add(ModelTensor.of(ParameterGroup.MATRICES, "mlp_in", layers, inner, width));
        tensors.add(ModelTensor.of(ParameterGroup.MATRICES, "mlp_out", layers, width, inner));
        return tensors;
    }
}

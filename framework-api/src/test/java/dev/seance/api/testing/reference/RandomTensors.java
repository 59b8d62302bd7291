// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Weights that hide nothing: none is excludedFromKey, gates are half open or shut, logits reach into the soft cap. Each is a
 * number of fp32, so that a backend starts from the very same.
 */
public final class RandomTensors {
    private RandomTensors() {}

    public static Map<String, Matrix> of(ModelConfig shape, long seed) {
        Random random = new Random(seed);
        Map<String, Matrix> tensors = new LinkedHashMap<>();
        for (ModelTensor tensor : shape.tensors()) {
            int columns = Math.toIntExact(tensor.shape().get(tensor.shape().size() - 1));
            Matrix matrix = Matrix.zeros(Math.toIntExact(tensor.elements()) / columns, columns);
            for (int i = 0; i < matrix.numbers().length; i++) {
                matrix.numbers()[i] = (float) draw(tensor.name(), columns, random.nextGaussian());
            }
            tensors.put(tensor.name(), matrix);
        }
        return tensors;
    }

    /** What a standard normal number becomes in a tensor whose rows have that many numbers. */
    private static double draw(String name, int columns, double normal) {
        return switch (name) {
            case "embedding", "value_embeddings" -> normal;
            case "head" -> 3 * normal / Math.sqrt(columns);
            case "attention_qkv", "attention_out", "mlp_gate", "mlp_in", "mlp_out" -> normal / Math.sqrt(columns);
            case "value_gates", "smear_gate" -> 2 * normal / Math.sqrt(columns);
            case "resid_lambdas", "attention_norm", "mlp_norm", "final_norm" -> 1 + 0.3 * normal;
            case "x0_lambdas", "smear_lambda", "backout_lambda" -> 0.5 + 0.3 * normal;
            default -> throw new IllegalArgumentException("no numbers for " + name);
        };
    }
}

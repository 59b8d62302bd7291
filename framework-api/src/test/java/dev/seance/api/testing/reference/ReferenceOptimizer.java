// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.Muon;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.UpdateRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Updates a model's tensors step by step, each by its group's rule, in plain Java and double precision. */
public final class ReferenceOptimizer {
    private final ModelConfig shape;
    private final Map<String, AdamWReference> adams = new LinkedHashMap<>();
    private final Map<String, List<MuonReference>> muons = new LinkedHashMap<>();

    private final Rounding rounding;

    /** @param rounding what happens to the result of every operation */
    public ReferenceOptimizer(ModelConfig shape, Rounding rounding) {
        this.shape = shape;
        this.rounding = rounding;
    }

    /** Changes the tensors by their gradients; returns the norm of all gradients together, before clipping. */
    public double step(Map<String, Matrix> tensors, Map<String, Matrix> gradients, OptimizerStep step) {
        double norm = Math.sqrt(gradients.values().stream()
                .mapToDouble(gradient -> gradient.norm() * gradient.norm())
                .sum());
        double scale = Math.min(1, step.maxGradNorm() / norm);
        tensors.forEach((name, tensor) -> {
            update(name, tensor, rounding.numbers(gradients.get(name).times(scale)), step);
            if (rounding != Rounding.NONE) {
                Matrix stored = rounding.numbers(tensor);
                System.arraycopy(stored.numbers(), 0, tensor.numbers(), 0, stored.numbers().length);
            }
        });
        return norm;
    }

    private void update(String name, Matrix tensor, Matrix gradient, OptimizerStep step) {
        UpdateRule rule = rule(step, group(name));
        if (rule instanceof AdamW adamw) {
            adams.computeIfAbsent(name, any -> new AdamWReference(tensor.numbers().length, rounding))
                    .step(tensor, gradient, step.number(), adamw);
        } else if (rule instanceof Muon muon) {
            int[] heights = heights(name, tensor);
            List<MuonReference> each = muons.computeIfAbsent(name, any -> fresh(heights, tensor.columns()));
            int from = 0;
            for (int i = 0; i < heights.length; i++) {
                Matrix matrix = tensor.rows(from, heights[i]);
                each.get(i).step(matrix, gradient.rows(from, heights[i]), muon);
                int at = from * tensor.columns();
                System.arraycopy(matrix.numbers(), 0, tensor.numbers(), at, matrix.numbers().length);
                from += heights[i];
            }
        }
    }

    private List<MuonReference> fresh(int[] heights, int columns) {
        List<MuonReference> fresh = new ArrayList<>();
        for (int height : heights) {
            fresh.add(new MuonReference(height, columns, rounding));
        }
        return fresh;
    }

    /** The heights of the matrices stacked in a tensor: queries, keys and values are three. */
    private int[] heights(String name, Matrix tensor) {
        int kv = shape.kvHeads() * shape.headWidth();
        int[] layer =
                switch (name) {
                    case "attention_qkv" -> new int[] {shape.width(), kv, kv};
                    case "attention_out", "mlp_out" -> new int[] {shape.width()};
                    case "mlp_in", "mlp_gate" -> new int[] {shape.dimensions().mlpWidth()};
                    case "value_gates" -> new int[] {shape.kvHeads()};
                    default -> throw new IllegalArgumentException(name + " is not a stack of matrices");
                };
        List<Integer> all = new ArrayList<>();
        for (int rows = 0; rows < tensor.rows(); ) {
            for (int height : layer) {
                all.add(height);
                rows += height;
            }
        }
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    private static UpdateRule rule(OptimizerStep step, String group) {
        return step.rules().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(group))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static String group(String name) {
        return switch (name) {
            case "attention_qkv", "attention_out", "mlp_gate", "mlp_in", "mlp_out" -> "matrices";
            case "value_gates" -> "matrices";
            case "embedding" -> "embedding";
            case "value_embeddings" -> "value-embeddings";
            case "head" -> "head";
            case "resid_lambdas" -> "resid-lambdas";
            case "x0_lambdas" -> "x0-lambdas";
            case "smear_gate", "smear_lambda", "backout_lambda" -> "smear";
            case "attention_norm", "mlp_norm", "final_norm" -> "norms";
            default -> throw new IllegalArgumentException("no group for " + name);
        };
    }
}

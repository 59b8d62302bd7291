// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.Muon;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.UpdateRule;
import dev.seance.plugins.pytorch.reference.Matrix;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Updates that can be compared to the last digits, and what they change. */
final class Updates {
    /** Less than most gradients of the reference's shapes. */
    static final double CLIP = 0.5;

    /**
     * Where a gradient is near zero, AdamW with a tiny epsilon follows the sign of its rounding. This is as large as the
     * gradients' common numbers.
     */
    private static final double EPSILON = 3e-3;

    private Updates() {}

    /** A rule of its own for every group, at rates that change each weight visibly. */
    static OptimizerStep step(int number, boolean muon, boolean decay) {
        Map<ParameterGroup, UpdateRule> rules = new EnumMap<>(ParameterGroup.class);
        for (ParameterGroup group : ParameterGroup.values()) {
            int place = group.ordinal() + 1;
            double rate = 0.01 * place;
            UpdateRule adamw = new AdamW(rate, 0.8, 0.95 - 0.01 * place, EPSILON, decay ? 0.1 * place : 0);
            UpdateRule matrices = new Muon(10 * rate, 0.8 + 0.05 * number, 0.9, decay ? 0.3 : 0);
            rules.put(group, group.matrices() && muon ? matrices : adamw);
        }
        return new OptimizerStep(number, rules, CLIP);
    }

    /** Tensor by tensor, after minus before. */
    static Map<String, Matrix> changes(Map<String, Matrix> before, Map<String, Matrix> after) {
        Map<String, Matrix> changes = new LinkedHashMap<>();
        after.forEach((name, tensor) -> {
            double[] numbers = tensor.numbers().clone();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] -= before.get(name).numbers()[i];
            }
            changes.put(name, new Matrix(tensor.rows(), tensor.columns(), numbers));
        });
        return changes;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.Muon;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.UpdateRule;
import dev.seance.api.testing.reference.Matrix;
import java.util.LinkedHashMap;
import java.util.List;
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

    private static final List<String> NAMES =
            Families.GROUPS.stream().map(ParameterGroup::name).distinct().toList();

    private Updates() {}

    /** What updates groups of matrices. */
    enum Rule {
        ADAMW,
        MUON,
        MUON_EQ
    }

    /** A rule of its own for every group, at rates that change each weight visibly. */
    static OptimizerStep step(int number, Rule matrices, boolean decay) {
        return OptimizerStep.of(
                number,
                Families.GROUPS,
                group -> {
                    int place = place(group);
                    double rate = 0.01 * place;
                    UpdateRule adamw = new AdamW(rate, 0.8, 0.95 - 0.01 * place, EPSILON, decay ? 0.1 * place : 0);
                    UpdateRule muon =
                            new Muon(10 * rate, 0.8 + 0.05 * number, 0.9, decay ? 0.3 : 0, matrices == Rule.MUON_EQ);
                    return group.matrices() && matrices != Rule.ADAMW ? muon : adamw;
                },
                CLIP);
    }

    /** A number from 1 that is the group's own in its model. */
    static int place(ParameterGroup group) {
        return 1 + NAMES.indexOf(group.name());
    }

    /** One rule for every group. */
    static OptimizerStep everywhere(long number, AdamW rule, double maxGradNorm) {
        return OptimizerStep.of(number, Families.GROUPS, group -> rule, maxGradNorm);
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

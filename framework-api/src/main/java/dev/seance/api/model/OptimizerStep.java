// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The hyper-parameters of one update.
 *
 * @param number the update's number, from 1, for the bias correction of {@link AdamW}
 * @param rules how each group changes; every group has one, whether the model has such tensors or not
 * @param clip the greatest global gradient norm, or infinity
 */
public record OptimizerStep(long number, Map<ParameterGroup, UpdateRule> rules, double clip) {

    public OptimizerStep {
        rules = Collections.unmodifiableMap(new EnumMap<>(rules));
        if (number < 1) {
            throw new IllegalArgumentException("updates are counted from 1, not " + number);
        }
        if (!(clip > 0)) {
            throw new IllegalArgumentException("clip " + clip + " is not above 0");
        }
        for (ParameterGroup group : ParameterGroup.values()) {
            UpdateRule rule = rules.get(group);
            if (rule == null || rule instanceof Muon && !group.matrices()) {
                throw new IllegalArgumentException("update " + number + " treats " + group + " by " + rule);
            }
        }
    }

    /** One rule for every group. */
    public static OptimizerStep everywhere(long number, AdamW rule, double clip) {
        return new OptimizerStep(
                number,
                Arrays.stream(ParameterGroup.values()).collect(Collectors.toMap(Function.identity(), group -> rule)),
                clip);
    }

    public UpdateRule rule(ParameterGroup group) {
        return rules.get(group);
    }
}

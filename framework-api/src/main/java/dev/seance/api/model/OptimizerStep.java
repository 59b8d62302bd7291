// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The hyperparameters of one update.
 *
 * @param number the update's number, from 1, for the bias correction of {@link AdamW}
 * @param rules how each group of the model's tensors changes
 * @param maxGradNorm gradients of a greater global norm are scaled down to it; infinity for no bound
 */
public record OptimizerStep(long number, Map<ParameterGroup, UpdateRule> rules, double maxGradNorm) {

    public OptimizerStep {
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
        if (number < 1) {
            throw new IllegalArgumentException("updates are counted from 1, not " + number);
        }
        if (!(maxGradNorm > 0)) {
            throw new IllegalArgumentException("maximum gradient norm " + maxGradNorm + " is not above 0");
        }
        rules.forEach((group, rule) -> {
            if (rule == null || rule instanceof Muon && !group.matrices()) {
                throw new IllegalArgumentException(
                        "update " + number + " treats group '" + group.name() + "' by " + rule);
            }
        });
    }

    /** An update in which each group has the rule that the function gives it. */
    public static OptimizerStep of(
            long number,
            Collection<ParameterGroup> groups,
            Function<ParameterGroup, UpdateRule> rule,
            double maxGradNorm) {
        Map<ParameterGroup, UpdateRule> rules = new LinkedHashMap<>();
        groups.forEach(group -> rules.put(group, rule.apply(group)));
        return new OptimizerStep(number, rules, maxGradNorm);
    }

    /**
     * The rule of a group.
     *
     * @throws IllegalArgumentException when the step has none for it
     */
    public UpdateRule rule(ParameterGroup group) {
        UpdateRule rule = rules.get(group);
        if (rule == null) {
            throw new IllegalArgumentException("update " + number + " has no rule for group '" + group.name() + "'");
        }
        return rule;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.Muon;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.UpdateRule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How each group of tensors is updated, and how that changes from step to step.
 *
 * @param rules the rules at the highest learning rate of the schedule; Muon's momentum in them is not used
 * @param momentum that of each group that Muon updates
 * @param main the group whose learning rate metrics show: that of the layers' matrices
 * @param updatesBefore how many updates the optimiser's state has had before the first step
 * @param maxGradNorm gradients of a greater norm are scaled down to it; 0 for no bound
 */
record Optimizer(
        Map<ParameterGroup, UpdateRule> rules,
        Map<ParameterGroup, Momentum> momentum,
        ParameterGroup main,
        long updatesBefore,
        double maxGradNorm) {

    Optimizer {
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
        momentum = Collections.unmodifiableMap(new LinkedHashMap<>(momentum));
        Objects.requireNonNull(main, "main");
    }

    /** The same with a state that has had updates. */
    Optimizer after(long updates) {
        return new Optimizer(rules, momentum, main, updates, maxGradNorm);
    }

    /** The update of that number, from 1. */
    OptimizerStep step(long number, Schedule schedule) {
        double factor = schedule.factor(number);
        Map<ParameterGroup, UpdateRule> now = new LinkedHashMap<>();
        rules.forEach((group, rule) -> {
            if (rule instanceof Muon muon) {
                now.put(
                        group,
                        new Muon(
                                muon.learningRate() * factor,
                                momentum.get(group).at(number, schedule),
                                muon.beta2(),
                                muon.weightDecay() * schedule.cosine(number),
                                muon.equilibrated()));
            } else if (rule instanceof AdamW adam) {
                now.put(
                        group,
                        new AdamW(
                                adam.learningRate() * factor,
                                adam.beta1(),
                                adam.beta2(),
                                adam.epsilon(),
                                adam.weightDecay()));
            }
        });
        return new OptimizerStep(
                updatesBefore + number, now, maxGradNorm == 0 ? Double.POSITIVE_INFINITY : maxGradNorm);
    }
}

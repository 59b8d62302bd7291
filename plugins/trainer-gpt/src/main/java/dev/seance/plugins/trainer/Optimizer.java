// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.Muon;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.UpdateRule;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How each group of tensors is changed, and how that moves from step to step.
 *
 * @param rules the rules at the height of their rates; Muon's momentum in them is not used
 * @param momentum Muon's
 * @param clip greatest gradient norm; 0 for no bound
 */
record Optimizer(Map<ParameterGroup, UpdateRule> rules, Momentum momentum, double clip) {

    Optimizer {
        rules = Collections.unmodifiableMap(new EnumMap<>(rules));
    }

    /** The update of that number, from 1. */
    OptimizerStep step(long number, Schedule schedule) {
        double factor = schedule.factor(number);
        Map<ParameterGroup, UpdateRule> now = new EnumMap<>(ParameterGroup.class);
        rules.forEach((group, rule) -> {
            if (rule instanceof Muon muon) {
                now.put(
                        group,
                        new Muon(
                                muon.rate() * factor,
                                momentum.at(number, schedule),
                                muon.beta2(),
                                muon.weightDecay() * schedule.cosine(number)));
            } else if (rule instanceof AdamW adam) {
                now.put(
                        group,
                        new AdamW(
                                adam.rate() * factor, adam.beta1(), adam.beta2(), adam.epsilon(), adam.weightDecay()));
            }
        });
        return new OptimizerStep(number, now, clip == 0 ? Double.POSITIVE_INFINITY : clip);
    }
}

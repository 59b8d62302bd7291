// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.run.UserError;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much of each input an epoch of fine-tuning has.
 *
 * @param weights how often it has the dialogues of a step, by the step's name; once where it is not named
 * @param most the most dialogues it has of one input
 */
record Mixture(Map<String, Double> weights, Optional<Long> most) {

    /**
     * Checks the names.
     *
     * @throws UserError when a weight's name is none of the inputs'
     */
    void check(List<Dialogues> inputs, String step) {
        List<String> names = inputs.stream().map(Dialogues::name).toList();
        for (String name : weights.keySet()) {
            if (!names.contains(name)) {
                throw new UserError("[" + step + "] weights: '" + name + "' is no input of this step (have: "
                        + String.join(", ", names) + ")");
            }
        }
    }

    /** How often an epoch has each dialogue of an input; a fraction is the chance of being drawn. */
    double repeats(Dialogues input) {
        double weight = weights.getOrDefault(input.name(), 1.0);
        if (most.isEmpty() || input.count() == 0) {
            return weight;
        }
        return Math.min(weight, (double) most.get() / input.count());
    }
}

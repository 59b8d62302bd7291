// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.run.UserError;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much of each input is in an epoch of fine-tuning.
 *
 * @param weights how often the dialogues of a step are in it, by the step's name; once where it is not named
 * @param maxDialogues the most dialogues of one input
 */
record Mixture(Map<String, Double> weights, Optional<Long> maxDialogues) {

    /**
     * Checks the names.
     *
     * @throws UserError when a weight names no input
     */
    void check(List<Dialogues> inputs, String step) {
        List<String> names = inputs.stream().map(Dialogues::name).toList();
        for (String name : weights.keySet()) {
            if (!names.contains(name)) {
                throw new UserError("[" + step + "] weights: '" + name + "' is not an input of this step (have: "
                        + String.join(", ", names) + ")");
            }
        }
    }

    /** How often each dialogue of an input is in an epoch; a fraction is a probability. */
    double repeats(Dialogues input) {
        double weight = weights.getOrDefault(input.name(), 1.0);
        if (maxDialogues.isEmpty() || input.count() == 0) {
            return weight;
        }
        return Math.min(weight, (double) maxDialogues.get() / input.count());
    }
}

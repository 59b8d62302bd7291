// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.plugin.Option;
import java.util.Optional;

/**
 * How long a training is: a number of steps, the steps that fit into some minutes, or whichever of the two is less. A
 * recipe may write the number alone, {@code steps: 250}.
 *
 * @param count optimiser steps
 * @param minutes time for them
 */
public record StepBudget(
        @Option(
                doc = "Optimiser steps; with minutes as well, the most that are trained.",
                shorthand = true,
                min = 1,
                unit = "steps")
        Optional<Long> count,

        @Option(
                doc = "As many steps as fit into this time. Their number follows from the median time of the first 20"
                        + " and is then fixed, at 40 at least, also for a later resume; it differs between machines, so use"
                        + " count for what is to be compared. Validations, samples and checkpoints come on top.",
                min = 0.01,
                max = 1e6,
                unit = "minutes")
        Optional<Double> minutes) {

    public StepBudget {
        if (count.isEmpty() && minutes.isEmpty()) {
            throw new IllegalArgumentException("give count, minutes or both");
        }
    }

    @Override
    public String toString() {
        String steps = count.map(number -> number + " steps").orElse("");
        String time = minutes.map(number -> number + " minutes").orElse("");
        return steps.isEmpty() || time.isEmpty() ? steps + time : steps + ", at most " + time;
    }
}

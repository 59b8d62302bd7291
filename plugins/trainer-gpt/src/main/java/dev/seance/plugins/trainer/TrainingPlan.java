// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.util.Objects;

/**
 * What a training loop needs to know beside its data.
 *
 * @param schedule how the rates move, and over how many steps
 * @param optimizer the rates and their company
 * @param keeping which checkpoints there are
 * @param patience validations in a row without a better one after which it ends, with the best weights; 0 to end with
 *     the last step and its weights
 * @param terms what must not change between an interruption and its resumption
 * @param resume what it goes on from when it has not begun
 */
record TrainingPlan(
        Schedule schedule,
        Optimizer optimizer,
        CheckpointRetention keeping,
        long patience,
        RunIdentity terms,
        Resume resume) {

    TrainingPlan {
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(keeping, "keeping");
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(resume, "resume");
    }

    long steps() {
        return schedule.steps();
    }

    /** Whether the best weights are those to end with, rather than the last. */
    boolean keepsBest() {
        return patience > 0;
    }

    /** Whether the weights to end with are those of the last step: also when nothing was there to measure them on. */
    boolean endsWithLast(TrainingState state) {
        long best = state.validations().bestStep();
        return !keepsBest() || best < 0 || best == state.step();
    }

    /** Whether there is another step to learn. */
    boolean goesOn(TrainingState state) {
        return state.step() < steps() && !(keepsBest() && state.validations().since() >= patience);
    }
}

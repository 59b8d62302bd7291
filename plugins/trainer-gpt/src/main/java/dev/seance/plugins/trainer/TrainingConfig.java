// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.util.Objects;
import java.util.Optional;

/**
 * What a training loop needs to know beside its data.
 *
 * @param schedule of the learning rates, over the most steps that there can be
 * @param minutes time for the steps, see {@link StepCount}; empty when there are as many as the schedule has
 * @param optimizer the update rules at the peak of the schedule
 * @param microBatch the most sequences of a micro-batch, for messages
 * @param mean over what the loss of a step is a mean
 * @param retention which checkpoints stay
 * @param patience validations in a row without a better one after which it ends, with the best weights; 0 to end with
 *     the last step and its weights
 * @param identity what must not change between an interruption and its resumption
 * @param resume what it starts from when it has no checkpoint of its own
 */
record TrainingConfig(
        Schedule schedule,
        Optional<Double> minutes,
        Optimizer optimizer,
        int microBatch,
        LossMean mean,
        CheckpointRetention retention,
        long patience,
        RunIdentity identity,
        ResumeOption resume) {

    TrainingConfig {
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(minutes, "minutes");
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(mean, "mean");
        Objects.requireNonNull(retention, "retention");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(resume, "resume");
    }

    /** Whether it ends with the best weights rather than with the last. */
    boolean restoresBest() {
        return patience > 0;
    }

    /** Whether the final weights are those of the last step: also when nothing was there to validate on. */
    boolean endsWithLast(TrainingState state) {
        long best = state.validations().bestStep();
        return !restoresBest() || best < 0 || best == state.step();
    }

    /** Whether early stopping ends it here. */
    boolean stopsEarly(TrainingState state) {
        return restoresBest() && state.validations().sinceBest() >= patience;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/**
 * Which checkpoints of a training stay.
 *
 * @param every steps between checkpoints; 0 for none but the last and the one of a stop
 * @param last how many of the newest stay, at least 1
 * @param permanent steps between those that stay beside the finished model; 0 for none
 * @param lastStays whether the last stays there as well
 */
record CheckpointRetention(long every, int last, long permanent, boolean lastStays) {

    CheckpointRetention {
        if (every < 0 || last < 1 || permanent < 0) {
            throw new IllegalArgumentException("checkpoints every " + every + " steps, the last " + last + " and every "
                    + permanent + "th retained");
        }
    }

    /** Whether there is to be a checkpoint after a step. */
    boolean isDue(long step) {
        return EvaluationIntervals.isDue(every, step) || isPermanent(step);
    }

    /** Whether the checkpoint of a step stays whatever follows. */
    boolean isPermanent(long step) {
        return EvaluationIntervals.isDue(permanent, step);
    }
}

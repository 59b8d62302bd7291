// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/**
 * Which checkpoints of a training are kept.
 *
 * @param every steps between checkpoints; 0 for none but the last and the one of a stop
 * @param last how many of the newest stay, at least 1
 * @param forGood steps between those that stay for good, beside the finished model; 0 for none
 */
record CheckpointRetention(long every, int last, long forGood) {

    CheckpointRetention {
        if (every < 0 || last < 1 || forGood < 0) {
            throw new IllegalArgumentException(
                    "checkpoints every " + every + " steps, the last " + last + " and every " + forGood + "th kept");
        }
    }

    /** Whether there is to be a checkpoint after a step. */
    boolean due(long step) {
        return Cadence.due(every, step) || Cadence.due(forGood, step);
    }

    /** Whether the checkpoint of a step stays whatever follows. */
    boolean forGood(long step) {
        return Cadence.due(forGood, step);
    }
}

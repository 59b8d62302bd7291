// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.ModelShape;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What a training loop needs to know beside its data.
 *
 * @param schedule how the rates move, and over how many steps
 * @param optimizer the rates and their company
 * @param checkpointEvery steps between checkpoints; 0 for none but the last and the one of a stop
 * @param patience validations in a row without a better one after which it ends, with the best weights; 0 to end with
 *     the last step and its weights
 * @param digest of what must not change between an interruption and its resumption
 */
record TrainingPlan(Schedule schedule, Optimizer optimizer, long checkpointEvery, long patience, String digest) {

    TrainingPlan {
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(digest, "digest");
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

    /** A digest of the options, the shape and the seed. */
    static String digest(Record options, ModelShape shape, long seed) {
        String text = options + "\n" + shape.toMetadata() + "\n" + seed;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

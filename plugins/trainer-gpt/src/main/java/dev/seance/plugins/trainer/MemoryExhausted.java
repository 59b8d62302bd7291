// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.kit.model.OutOfMemory;
import java.util.Optional;

/** Lack of memory as an error that says which options to lower. */
final class MemoryExhausted {

    private MemoryExhausted() {}

    /**
     * What to throw in place of an unchecked exception or error that ended a training: a {@code UserError} when memory ran
     * out, otherwise the same.
     *
     * @param microBatch sequences of a micro-batch
     * @param length tokens in a sequence
     */
    static RuntimeException explained(Throwable thrown, String step, int microBatch, int length) {
        boolean expected = thrown instanceof UserError || thrown instanceof StopException;
        Optional<OutOfMemory> memory = expected ? Optional.empty() : OutOfMemory.behind(thrown);
        if (memory.isPresent()) {
            return new UserError("[" + step + "] " + memory.get().message(advice(microBatch, length)), thrown);
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }

    /** For dialogues, which a fine-tuning has in memory. */
    static RuntimeException whileReading(OutOfMemoryError error, String step) {
        return new UserError(
                "[" + step + "] " + OutOfMemory.behind(error).orElseThrow().message("give fewer dialogues"), error);
    }

    private static String advice(int microBatch, int length) {
        String sizes = "micro-batches of " + microBatch + " x " + length + " tokens";
        return microBatch > 1
                ? "lower micro-batch (now " + sizes + "; the result stays the same), the model's context or its depth"
                : "lower the model's context or its depth (now " + sizes + ")";
    }
}

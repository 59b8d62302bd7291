// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.kit.model.OutOfMemory;
import java.util.Optional;

/** Lack of memory as an error that says which options to lower. */
final class MemoryExhausted {

    private MemoryExhausted() {}

    /**
     * What to throw in place of an unchecked exception or error that ended an evaluation: a {@code UserError} when memory
     * ran out, otherwise the same.
     */
    static RuntimeException explained(Throwable thrown, String advice) {
        boolean expected = thrown instanceof UserError || thrown instanceof StopException;
        Optional<OutOfMemory> memory = expected ? Optional.empty() : OutOfMemory.behind(thrown);
        if (memory.isPresent()) {
            return new UserError(memory.get().message(advice), thrown);
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import dev.seance.api.run.UserError;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How many threads a command may keep busy. */
public final class ThreadsOption {

    @Option(names = "--threads", paramLabel = "N", description = "How many threads to work on (default: all cores).")
    private Optional<Integer> threads = Optional.empty();

    public int count() {
        if (threads.filter(number -> number < 1).isPresent()) {
            throw new UserError("--threads " + threads.get() + " is below 1");
        }
        return threads.orElse(Runtime.getRuntime().availableProcessors());
    }
}

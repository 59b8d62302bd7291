// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import java.util.Optional;
import picocli.CommandLine.Option;

/** How many threads a command may keep busy. */
public final class ThreadsOption {

    @Option(names = "--threads", paramLabel = "N", description = "How many threads to work on (default: all cores).")
    @Range(min = 1, max = 1024)
    private Optional<Integer> threads = Optional.empty();

    public int count() {
        return threads.orElse(Runtime.getRuntime().availableProcessors());
    }
}

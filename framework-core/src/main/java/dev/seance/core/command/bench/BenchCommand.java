// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.bench;

import dev.seance.core.command.SeanceCommand;
import picocli.CommandLine.Command;

/** Measurements of this machine and these plugins. */
@Command(
        name = "bench",
        description = "Measure how fast plugins are on this machine.",
        subcommands = {
            BenchTokenizerCommand.class,
            BenchTrainCommand.class,
        })
public final class BenchCommand extends SeanceCommand {

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return 0;
    }
}

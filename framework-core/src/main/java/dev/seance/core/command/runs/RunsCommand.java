// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.runs;

import dev.seance.core.command.SeanceCommand;
import dev.seance.core.report.RunDiff;
import dev.seance.core.run.RunFolder;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The runs that were made. */
@Command(
        name = "runs",
        description = "List, show, compare and delete runs.",
        subcommands = {
            RunsListCommand.class,
            RunsShowCommand.class,
            RunsCommand.Diff.class,
            RunsRemoveCommand.class,
        })
public final class RunsCommand extends SeanceCommand {

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return 0;
    }

    @Command(name = "diff", description = "Compare two runs: recipe values and metrics that differ.")
    static final class Diff extends SeanceCommand {

        @Parameters(
                index = "0",
                paramLabel = "RUN",
                description = "A recipe's name (its latest run), recipe/n, a path.")
        private String left;

        @Parameters(index = "1", paramLabel = "RUN", description = "The run to compare with.")
        private String right;

        @Override
        public Integer call() throws IOException {
            RunDiff diff = RunDiff.of(RunFolder.find(runs(), left), RunFolder.find(runs(), right));
            if (json()) {
                printJson(diff);
            } else {
                diff.lines().forEach(System.out::println);
            }
            return 0;
        }
    }
}

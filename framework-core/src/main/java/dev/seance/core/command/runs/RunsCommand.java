// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.runs;

import dev.seance.core.command.SeanceCommand;
import dev.seance.core.report.RunDiff;
import dev.seance.core.report.RunDiffPage;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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

        @Option(
                names = "--html",
                paramLabel = "FILE",
                description = "Write the comparison as a page, with curves and what the evaluations found.")
        private Path page;

        @Override
        public Integer call() throws IOException {
            RunFolder one = RunFolder.find(runs(), left);
            RunFolder other = RunFolder.find(runs(), right);
            if (page != null) {
                AtomicFiles.write(page, RunDiffPage.of(one, other));
            }
            RunDiff diff = RunDiff.of(one, other);
            if (json()) {
                printJson(diff);
            } else {
                diff.lines().forEach(System.out::println);
                if (page != null) {
                    System.out.println();
                    System.out.println("page: " + page);
                }
            }
            return 0;
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.runs;

import dev.seance.core.command.RunChoice;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.report.ReportText;
import dev.seance.core.report.RunSummary;
import dev.seance.core.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the results of a run. */
@Command(name = "report", description = "Show the results of a run; the page with everything is its report.html.")
public final class ReportCommand extends SeanceCommand {

    @Parameters(paramLabel = "RUN", description = "A recipe's name (its latest run), recipe/n, or a run's folder.")
    private String name;

    @Override
    public Integer call() throws IOException {
        RunFolder run = RunChoice.finished(runs(), name);
        RunSummary summary = RunSummary.read(run);
        if (json()) {
            System.out.print(Files.readString(run.file(RunFolder.SUMMARY)));
            return 0;
        }
        ReportText.of(summary).forEach(System.out::println);
        System.out.println();
        System.out.println("report: " + run.file(RunFolder.REPORT));
        return 0;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.runs;

import dev.seance.core.command.Failures;
import dev.seance.core.command.SeanceCommand;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.core.report.RunRemoval;
import dev.seance.core.report.RunSummary;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a run. */
@Command(name = "rm", description = "Delete a run's folder, and with --artifacts what no other run needs.")
final class RunsRemoveCommand extends SeanceCommand {

    @Parameters(paramLabel = "RUN", description = "A recipe's name (its latest run), recipe/n, or a run's folder.")
    private String name;

    @Option(names = "--artifacts", description = "Delete artifacts from the store too, those that no other run names.")
    private boolean artifacts;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        RunRemoval removal = RunRemoval.of(RunFolder.find(runs(), name), artifacts);
        if (!yes && !agreed(removal)) {
            System.err.println("nothing was deleted");
            return Failures.USER;
        }
        removal.carryOut();
        if (json()) {
            ObjectNode node = Json.mapper().createObjectNode();
            node.put("run", RunSummary.label(removal.run()));
            ArrayNode deleted = node.putArray("artifacts");
            removal.artifacts()
                    .forEach(artifact -> deleted.add(artifact.folder().toString()));
            printJson(node);
        } else {
            System.out.println("deleted " + inWords(removal));
        }
        return 0;
    }

    /** Asks on the terminal; no answer, as from a script without a terminal, is a no. */
    private static boolean agreed(RunRemoval removal) throws IOException {
        removal.artifacts().forEach(artifact -> System.err.println("  " + artifact.folder()));
        System.err.print("delete " + inWords(removal) + "? [y/N] ");
        System.err.flush();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        String answer = in.readLine();
        if (answer == null) {
            System.err.println();
            System.err.println("there is nobody to ask; add --yes to delete without asking");
        }
        return answer != null && answer.strip().matches("(?i)y(es)?");
    }

    private static String inWords(RunRemoval removal) {
        int count = removal.artifacts().size();
        return removal.run().folder()
                + (count == 0
                        ? ""
                        : " and " + count + (count == 1 ? " artifact" : " artifacts") + " of "
                                + RunsShowCommand.megabytes(removal.bytes()));
    }
}

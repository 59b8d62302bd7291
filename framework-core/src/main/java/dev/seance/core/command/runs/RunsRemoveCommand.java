// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.runs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.core.command.Failures;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.command.Sizes;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.RunRemoval;
import dev.seance.core.store.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a run. */
@Command(name = "rm", description = "Delete a run's folder, and with --artifacts what no other run uses.")
final class RunsRemoveCommand extends SeanceCommand {

    @Parameters(paramLabel = "RUN", description = "A recipe's name (its latest run), recipe/n, or a run's folder.")
    private String name;

    @Option(names = "--artifacts", description = "Delete artifacts from the store too, those that no other run uses.")
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
        RunRemoval done = removal.carryOut();
        if (json()) {
            printJson(json(done));
        } else {
            System.out.println("deleted " + inWords(done));
            printSpared(done);
        }
        return 0;
    }

    private static ObjectNode json(RunRemoval done) {
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("run", done.run().label());
        ArrayNode deleted = node.putArray("artifacts");
        done.artifacts().forEach(artifact -> deleted.add(artifact.folder().toString()));
        node.put("bytes", done.bytes());
        ArrayNode spared = node.putArray("spared");
        done.spared().forEach((artifact, user) -> spared.addObject()
                .put("folder", artifact.folder().toString())
                .put("run", user.label()));
        return node;
    }

    private static void printSpared(RunRemoval done) {
        if (!done.spared().isEmpty()) {
            Set<String> running = done.running();
            System.out.println("not deleted: " + artifacts(done.spared().size()) + " that other runs use"
                    + (running.isEmpty() ? "" : ", among them " + String.join(", ", running) + ", running now"));
        }
    }

    private static String artifacts(int count) {
        return count + (count == 1 ? " artifact" : " artifacts");
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
                + (count == 0 ? "" : " and " + artifacts(count) + " of " + Sizes.megabytes(removal.bytes()));
    }
}

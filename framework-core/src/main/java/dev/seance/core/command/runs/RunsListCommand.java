// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.runs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.run.UserError;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.report.RunSummary;
import dev.seance.core.report.TextTable;
import dev.seance.core.run.Durations;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.RunStatus;
import dev.seance.core.store.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists runs, oldest first. */
@Command(name = "list", description = "List the runs, of one recipe or of all.")
final class RunsListCommand extends SeanceCommand {

    @Parameters(arity = "0..1", paramLabel = "RECIPE", description = "Only this recipe's runs.")
    private String recipe;

    @Override
    public Integer call() {
        List<RunFolder> found = recipe == null ? RunFolder.list(runs()) : RunFolder.list(runs(), recipe);
        if (json()) {
            ArrayNode array = Json.mapper().createArrayNode();
            found.forEach(run -> array.add(json(run)));
            printJson(array);
        } else if (found.isEmpty()) {
            System.out.println("no runs" + (recipe == null ? "" : " of '" + recipe + "'") + " in " + runs());
        } else {
            TextTable table =
                    new TextTable(List.of("RUN", "STATE", "FINISHED", "TIME", "BITS PER BYTE", "TITLE"), Set.of(3, 4));
            found.forEach(run -> table.row(row(run)));
            table.lines().forEach(System.out::println);
        }
        return 0;
    }

    private static List<String> row(RunFolder run) {
        Optional<RunSummary> summary = summary(run);
        return List.of(
                run.label(),
                RunStatus.of(run).state().label(),
                summary.map(RunSummary::finished).orElse(""),
                summary.map(found -> Durations.inWords(found.seconds())).orElse(""),
                summary.flatMap(RunsListCommand::bitsPerByte)
                        .map(bits -> String.format(Locale.ROOT, "%.4f", bits))
                        .orElse(""),
                summary.map(RunSummary::title).orElse(""));
    }

    private static ObjectNode json(RunFolder run) {
        Optional<RunSummary> summary = summary(run);
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("run", run.label());
        node.put("recipe", run.recipe());
        node.put("folder", run.folder().toString());
        node.put("state", RunStatus.of(run).state().label());
        summary.ifPresent(found -> node.put("title", found.title())
                .put("finished", found.finished())
                .put("seconds", found.seconds()));
        summary.flatMap(RunsListCommand::bitsPerByte).ifPresent(bits -> node.put("bitsPerByte", bits));
        return node;
    }

    /** One damaged report must not hide the other runs. */
    private static Optional<RunSummary> summary(RunFolder run) {
        try {
            return RunSummary.find(run);
        } catch (UserError e) {
            System.err.println("seance: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Of the last model that was measured so. */
    private static Optional<Double> bitsPerByte(RunSummary summary) {
        return summary.steps().stream()
                .flatMap(step -> step.metric("bitsPerByte").stream())
                .reduce((earlier, later) -> later);
    }
}

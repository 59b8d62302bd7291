// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.runs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.command.Sizes;
import dev.seance.core.report.ReportText;
import dev.seance.core.report.RunSummary;
import dev.seance.core.report.TextTable;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.RunPlugins;
import dev.seance.core.run.RunReferences;
import dev.seance.core.run.RunStatus;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one run, finished or not: its recipe, its steps, and where its artifacts are. */
@Command(name = "show", description = "Show a run: its recipe, its steps, its artifacts with folders and sizes.")
final class RunsShowCommand extends SeanceCommand {

    @Parameters(paramLabel = "RUN", description = "A recipe's name (its latest run), recipe/n, or a run's folder.")
    private String name;

    @Override
    public Integer call() throws IOException {
        RunFolder run = RunFolder.find(runs(), name);
        Optional<RunSummary> summary = RunSummary.find(run);
        List<Artifact> artifacts = RunReferences.find(RunReferences.fingerprints(run), RunFolder.store(run.runs()));
        Path recipe = run.file(RunFolder.RECIPE);
        if (json()) {
            printJson(json(run, summary, artifacts));
            return 0;
        }
        if (summary.isPresent()) {
            ReportText.of(summary.get()).forEach(System.out::println);
        } else {
            System.out.println("run " + run.label() + ": " + RunStatus.of(run).describe());
            System.out.println("log: " + run.file(RunFolder.LOG));
        }
        System.out.println();
        TextTable table = new TextTable(List.of("ARTIFACT", "STEP", "SIZE", "FOLDER"), Set.of(2));
        artifacts.forEach(artifact -> table.row(List.of(
                artifact.manifest().kind(),
                artifact.manifest().step(),
                Sizes.megabytes(artifact.bytes()),
                artifact.folder().toString())));
        table.lines().forEach(System.out::println);
        printPlugins(run);
        if (Files.exists(recipe)) {
            System.out.println();
            System.out.println("# " + recipe);
            System.out.print(Files.readString(recipe));
        }
        return 0;
    }

    /** The first digits of a digest tell two versions of a plugin apart; {@code --json} has them all. */
    private static void printPlugins(RunFolder run) {
        List<RunPlugins.Used> plugins = RunPlugins.read(run);
        if (!plugins.isEmpty()) {
            System.out.println();
            TextTable table = new TextTable(List.of("PLUGIN", "VERSION", "CODE", "FROM"), Set.of());
            plugins.forEach(plugin -> table.row(List.of(
                    plugin.id(),
                    plugin.version(),
                    plugin.code().substring(0, 12),
                    plugin.bundled() ? "the installation" : "the user")));
            table.lines().forEach(System.out::println);
        }
    }

    private static ObjectNode json(RunFolder run, Optional<RunSummary> summary, List<Artifact> artifacts) {
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("run", run.label());
        node.put("folder", run.folder().toString());
        node.put("recipe", run.file(RunFolder.RECIPE).toString());
        RunStatus status = RunStatus.of(run);
        node.put("state", status.state().label());
        if (!status.reason().isEmpty()) {
            node.put("reason", status.reason());
        }
        status.owner().ifPresent(owner -> node.put("process", owner.process()).put("host", owner.host()));
        summary.ifPresent(found -> node.set("report", Json.mapper().valueToTree(found)));
        node.set("plugins", Json.mapper().valueToTree(RunPlugins.read(run)));
        ArrayNode array = node.putArray("artifacts");
        artifacts.forEach(artifact -> array.addObject()
                .put("kind", artifact.manifest().kind())
                .put("step", artifact.manifest().step())
                .put("fingerprint", artifact.fingerprint())
                .put("bytes", artifact.bytes())
                .put("folder", artifact.folder().toString()));
        return node;
    }
}

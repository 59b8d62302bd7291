// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.run.UserError;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.command.Sizes;
import dev.seance.core.run.Display;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.RunReferences;
import dev.seance.core.run.StopSignal;
import dev.seance.core.store.ArchiveWriter;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Json;
import dev.seance.core.text.NearestName;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Packs artifacts for another machine. */
@Command(
        name = "pack",
        description = "Pack the artifacts of a run into one file, for 'seance store unpack' on another machine.")
final class StorePackCommand extends SeanceCommand {

    private static final String STDOUT = "-";

    @Parameters(
            paramLabel = "RUN[/STEP]",
            description =
                    "A recipe's name (its latest run), recipe/n, or a run's folder; all its finished artifacts, or"
                            + " with /STEP one of them.")
    private String name;

    @Option(names = "--step", paramLabel = "STEP", description = "Only this step's artifact; may be repeated.")
    private List<String> steps = new ArrayList<>();

    @Option(
            names = "--to",
            paramLabel = "FILE",
            required = true,
            description = "The archive to write, a .tar.zst; '-' is the standard output.")
    private String to;

    @Option(names = "--force", description = "Replace the file that is there.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        boolean piped = to.equals(STDOUT);
        if (piped && json()) {
            throw new UserError("--to - and --json both want the standard output; give a file, or leave out --json");
        }
        if (!piped && Files.exists(Path.of(to)) && !force) {
            throw new UserError("--to " + to + ": is there already; give another name, or --force to replace it");
        }
        RunFolder run = run();
        List<String> missing = new ArrayList<>();
        List<Artifact> artifacts = artifacts(run, missing);
        long bytes = piped ? toStandardOutput(run, artifacts) : toFile(run, artifacts, Path.of(to));
        if (json()) {
            printJson(json(run, artifacts, missing, bytes));
        } else if (!quiet()) {
            artifacts.forEach(
                    artifact -> System.err.println("  " + artifact.manifest().step() + ": "
                            + artifact.manifest().kind() + ", " + Sizes.megabytes(artifact.bytes())));
            System.err.println(
                    "packed " + artifacts.size() + (artifacts.size() == 1 ? " artifact of " : " artifacts of ")
                            + run.label() + " into "
                            + (piped ? "the standard output" : to + ", " + Sizes.megabytes(bytes)));
        }
        if (!missing.isEmpty() && !json()) {
            System.err.println("not made yet, so not in it: " + String.join(", ", missing));
        }
        return 0;
    }

    /** {@code RUN}, or {@code RUN/STEP} where there is no run of that name. */
    private RunFolder run() {
        try {
            return RunFolder.find(runs(), name);
        } catch (UserError e) {
            int slash = name.lastIndexOf('/');
            if (slash <= 0) {
                throw e;
            }
            RunFolder run = RunFolder.find(runs(), name.substring(0, slash));
            steps.add(name.substring(slash + 1));
            return run;
        }
    }

    private List<Artifact> artifacts(RunFolder run, List<String> missing) {
        Map<String, RunReferences.Reference> used = RunReferences.byStep(run);
        for (String step : steps) {
            if (!used.containsKey(step)) {
                throw new UserError("run " + run.label() + " has no artifact of a step '" + step + "'"
                        + NearestName.hint(step, List.copyOf(used.keySet())));
            }
        }
        List<Artifact> artifacts = new ArrayList<>();
        used.forEach((step, reference) -> {
            if (steps.isEmpty() || steps.contains(step)) {
                Optional<Artifact> artifact = RunReferences.find(run, reference);
                artifact.ifPresentOrElse(
                        found -> {
                            if (!artifacts.contains(found)) {
                                artifacts.add(found);
                            }
                        },
                        () -> missing.add(step));
            }
        });
        if (artifacts.isEmpty()) {
            throw new UserError("run " + run.label() + " has nothing to pack: "
                    + (missing.isEmpty() ? "it came to no step" : "not in the store: " + String.join(", ", missing)));
        }
        return artifacts;
    }

    private long toStandardOutput(RunFolder run, List<Artifact> artifacts) throws IOException {
        try (StopSignal stop = new StopSignal("no archive was written");
                Display.StepDisplay progress = display().step("pack");
                OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
            new ArchiveWriter(progress, stop::requested).write(run.label(), artifacts, out);
        }
        return 0;
    }

    private long toFile(RunFolder run, List<Artifact> artifacts, Path file) throws IOException {
        try (StopSignal stop = new StopSignal("no archive was written");
                Display.StepDisplay progress = display().step("pack")) {
            AtomicFiles.stream(
                    file, out -> new ArchiveWriter(progress, stop::requested).write(run.label(), artifacts, out));
        }
        return Files.size(file);
    }

    private ObjectNode json(RunFolder run, List<Artifact> artifacts, List<String> missing, long bytes) {
        ObjectNode root = Json.mapper().createObjectNode();
        root.put("run", run.label());
        root.put("file", to);
        root.put("bytes", bytes);
        ArrayNode packed = root.putArray("artifacts");
        artifacts.forEach(artifact -> packed.add(StoreUnpackCommand.json(artifact)));
        missing.forEach(root.putArray("notMade")::add);
        return root;
    }
}

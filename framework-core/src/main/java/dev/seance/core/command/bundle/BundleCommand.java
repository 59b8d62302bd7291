// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.Failures;
import dev.seance.core.command.ModelOfRun;
import dev.seance.core.command.RunChoice;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.command.Sizes;
import dev.seance.core.report.RunSummary;
import dev.seance.core.report.StepSummary;
import dev.seance.core.run.Display;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.StopSignal;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a model and all that belongs to it into one file. */
@Command(
        name = "bundle",
        description = "Put the model of a run into one file, which 'seance chat FILE' opens on another machine.")
public final class BundleCommand extends SeanceCommand {

    @Parameters(paramLabel = "RUN", description = "A recipe's name (its latest run), recipe/n, or a run's folder.")
    private String run;

    @Option(names = "--to", paramLabel = "FILE", required = true, description = "The file to write, a .zip.")
    private Path to;

    @Option(
            names = "--step",
            paramLabel = "NAME",
            description = "The step whose model to put in; may be repeated (default: the last that made one).")
    private List<String> steps = new ArrayList<>();

    @Option(
            names = {"--licence", "--license"},
            paramLabel = "FILE",
            description =
                    "The licence that you give the weights under, a text file (default: none, and the card says so).")
    private Optional<Path> licence = Optional.empty();

    @Option(names = "--force", description = "Replace the file that is there.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        if (Files.isDirectory(to)) {
            throw new UserError("--to " + to + ": a folder; give the name of a file in it");
        }
        if (Files.exists(to) && !force) {
            throw new UserError("--to " + to + ": is there already; give another name, or --force to replace it");
        }
        try (StopSignal stop = new StopSignal("no bundle was written");
                CommandRuntime runtime = openRuntime()) {
            Bundle bundle = bundle(runtime);
            write(bundle, stop);
            tell(bundle);
            return 0;
        } catch (StopException e) {
            return Failures.stopped(e);
        }
    }

    private Bundle bundle(CommandRuntime runtime) throws IOException {
        RunFolder folder = RunChoice.finished(runs(), run);
        RunSummary summary = RunSummary.read(folder);
        Map<String, ModelOfRun> found = new LinkedHashMap<>();
        if (steps.isEmpty()) {
            ModelOfRun last = ModelOfRun.find(runtime, folder, null);
            found.put(last.step(), last);
        }
        for (String step : steps) {
            found.put(step, ModelOfRun.find(runtime, folder, step));
        }
        Map<String, Artifact> models = new LinkedHashMap<>();
        for (StepSummary step : summary.steps()) {
            if (found.containsKey(step.name())) {
                models.put(step.name(), found.get(step.name()).artifact());
            }
        }
        String backend = found.values().iterator().next().backend().extension().name();
        return new Bundle(summary, folder.number(), backend, models, licence());
    }

    private Optional<String> licence() throws IOException {
        if (licence.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(licence.get()));
        } catch (CharacterCodingException e) {
            throw new UserError("--licence " + licence.get() + " is not UTF-8", e);
        }
    }

    private void write(Bundle bundle, StopSignal stop) throws IOException {
        AtomicFiles.createFolders(to.toAbsolutePath().getParent());
        try (Display.StepDisplay progress = display().step("bundle")) {
            AtomicFiles.stream(to, out -> bundle.write(out, progress, stop::requested));
        }
    }

    private void tell(Bundle bundle) throws IOException {
        if (json()) {
            ObjectNode node = Json.mapper().createObjectNode();
            node.put("file", to.toAbsolutePath().normalize().toString());
            node.put("bytes", Files.size(to));
            bundle.models().keySet().forEach(node.withArray("steps")::add);
            printJson(node);
            return;
        }
        System.out.println(
                "the model of " + String.join(" and ", bundle.models().keySet()) + " of "
                        + bundle.run().run() + " in " + to + ", " + Sizes.megabytes(Files.size(to))
                        + "; talk to it with: seance chat " + to);
    }
}

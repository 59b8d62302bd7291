// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.export.Exporter;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.core.command.CommandContext;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.ExtensionChoice;
import dev.seance.core.command.Failures;
import dev.seance.core.command.ModelOfRun;
import dev.seance.core.command.RunChoice;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.StopSignal;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the model of a run for another program, as an export step of a recipe does. */
@Command(name = "export", description = "Write the model of a run for another program.")
public final class ExportCommand extends SeanceCommand {

    @Parameters(paramLabel = "RUN", description = "A recipe's name (its latest run), recipe/n, or a run's folder.")
    private String run;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            required = true,
            description = "The folder to write, which must not be there yet or be empty.")
    private Path to;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "The format (default: the only one installed); 'seance plugins list' has their names.")
    private Optional<String> format = Optional.empty();

    @Option(names = "--step", paramLabel = "NAME", description = "The step whose model to write (default: the last).")
    private String step;

    @Option(
            names = "--with",
            paramLabel = "KEY=VALUE",
            description = "An option of the format, as a recipe has it; 'seance plugins info NAME' lists them.")
    private List<String> options = List.of();

    @Override
    public Integer call() throws IOException {
        try (StopSignal stop = new StopSignal();
                CommandRuntime runtime = openRuntime()) {
            try {
                return export(runtime, stop);
            } catch (StopException e) {
                return Failures.stopped(e);
            }
        }
    }

    private int export(CommandRuntime runtime, StopSignal stop) throws IOException {
        InstalledExtension extension = ExtensionChoice.of(runtime, ExtensionKind.EXPORT, format, "--as");
        Record bound = ExtensionChoice.options(extension, options);
        requireEmpty();
        RunFolder source = RunChoice.finished(runs(), run);
        ModelOfRun found = ModelOfRun.find(runtime, source, step);
        TrainedModel model = found.open(runtime).with(ModelOfRun.history(runtime, source));
        Exporter exporter = runtime.host().create(Exporter.class, extension, bound);
        Path target = to.toAbsolutePath().normalize();
        AtomicFiles.createFolders(target.getParent());
        // Under another name until all is written and checked: this process's own, and readable for whoever may read
        // others.
        Path unfinished = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid());
        AtomicFiles.deleteTree(unfinished);
        Files.createDirectory(unfinished);
        try (CommandContext context = new CommandContext("export", display(), stop)) {
            List<Path> files = exporter.export(model, unfinished, context);
            // Somebody may have put something there meanwhile.
            requireEmpty();
            Files.deleteIfExists(target);
            AtomicFiles.publish(unfinished, target);
            tell(found, extension, files);
        } finally {
            AtomicFiles.deleteTree(unfinished);
        }
        return 0;
    }

    private void requireEmpty() throws IOException {
        if (!Files.exists(to)) {
            return;
        }
        if (!Files.isDirectory(to)) {
            throw new UserError("--to " + to + ": a file; give a folder that is not there yet");
        }
        try (Stream<Path> content = Files.list(to)) {
            if (content.findAny().isPresent()) {
                throw new UserError("--to " + to + ": there is something in it; give a folder that is not there yet");
            }
        }
    }

    private void tell(ModelOfRun found, InstalledExtension extension, List<Path> files) throws IOException {
        if (json()) {
            ObjectNode node = Json.mapper().createObjectNode();
            node.put("folder", to.toAbsolutePath().normalize().toString());
            node.put("format", extension.name());
            node.put("step", found.step());
            files.forEach(file -> node.withArray("files").add(file.toString().replace('\\', '/')));
            printJson(node);
            return;
        }
        System.out.println("the model of step '" + found.step() + "' as " + extension.name() + " in " + to + ":");
        for (Path file : files) {
            System.out.println("  " + file + "  " + Files.size(to.resolve(file)) + " bytes");
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.export.Importer;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.ExtensionChoice;
import dev.seance.core.command.Failures;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.command.recipes.PlannedRun;
import dev.seance.core.plan.Plan;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.recipe.OptionArguments;
import dev.seance.core.run.ActiveRun;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.StopSignal;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes a model of somebody else's files: a run of a recipe of one import step, so that every command which takes a run
 * takes it.
 */
@Command(
        name = "import",
        description = "Make a model of another program's files, to chat with, evaluate or train further.")
public final class ImportCommand extends SeanceCommand {

    private static final String STEP = "base";

    @Parameters(paramLabel = "PATH", description = "The folder of the files, or one of them.")
    private Path path;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description =
                    "The format (default: the one that recognizes the files); 'seance plugins list' has their names.")
    private Optional<String> format = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "NAME",
            required = true,
            description = "What to call it: lower-case words joined by hyphens, which then is the name of a run.")
    private String name;

    @Option(
            names = "--with",
            paramLabel = "KEY=VALUE",
            description = "An option of the format, as a recipe has it; 'seance plugins info NAME' lists them.")
    private List<String> options = List.of();

    @Override
    public Integer call() throws IOException {
        long began = System.nanoTime();
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new UserError("--to " + name + ": a name is lower-case words joined by hyphens, such as old-model");
        }
        if (!Files.exists(path)) {
            throw new UserError(path + ": there is nothing; give the folder of a model's files, or one of them");
        }
        try (StopSignal stop = new StopSignal();
                CommandRuntime runtime = openRuntime()) {
            try {
                return take(runtime, stop, began);
            } catch (StopException e) {
                return Failures.stopped(e);
            }
        }
    }

    private int take(CommandRuntime runtime, StopSignal stop, long began) throws IOException {
        InstalledExtension extension = format.isPresent()
                ? ExtensionChoice.of(runtime, ExtensionKind.IMPORT, format, "--as")
                : recognizing(runtime);
        // Its own words before those of a recipe that nobody wrote.
        ModelConfig config = importer(runtime, extension, options).config();
        String backend = ExtensionChoice.of(runtime, ExtensionKind.BACKEND, Optional.empty(), "--backend")
                .name();
        Path folder = Files.createTempDirectory("seance-");
        try {
            Path recipe = folder.resolve(name + ".yaml");
            Files.writeString(recipe, recipe(extension, backend));
            List<String> overrides = new ArrayList<>();
            options.forEach(option -> overrides.add(STEP + "." + option));
            Plan plan = runtime.plan(recipe.toString(), overrides, Optional.empty(), true, null);
            ActiveRun.start(runs(), name, stop, run -> new PlannedRun(this, runtime, stop, Set.of())
                    .run(plan, run, run.file(RunFolder.RECIPE).toAbsolutePath().toString(), began));
        } finally {
            AtomicFiles.deleteTree(folder);
        }
        if (!json()) {
            System.out.println("a model of architecture " + config.architecture() + " with "
                    + String.format(Locale.ROOT, "%,d", config.parameters().total())
                    + " parameters is run '" + name + "'; for example: seance complete " + name
                    + " \"It was\"");
        }
        return 0;
    }

    /** The one format whose importer knows the files. */
    private InstalledExtension recognizing(CommandRuntime runtime) throws IOException {
        List<InstalledExtension> all = runtime.host().catalog().extensions(ExtensionKind.IMPORT);
        List<InstalledExtension> found = new ArrayList<>();
        for (InstalledExtension extension : all) {
            if (importer(runtime, extension, List.of()).recognizes()) {
                found.add(extension);
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        List<String> names = (found.isEmpty() ? all : found)
                .stream().map(InstalledExtension::name).toList();
        throw new UserError(path
                + (found.isEmpty()
                        ? ": no importer recognizes these files (have: " + String.join(", ", names) + ")"
                        : ": these files could be of several formats (" + String.join(", ", names) + ")")
                + "; name one with --as to learn what it misses");
    }

    private Importer importer(CommandRuntime runtime, InstalledExtension extension, List<String> given) {
        Record bound = ExtensionChoice.options(
                extension, given, settings -> OptionArguments.with(settings, "PATH", Importer.PATH, where()));
        return runtime.host().create(Importer.class, extension, bound);
    }

    /** JSON, which is YAML too and escapes whatever a path has in it. */
    private String recipe(InstalledExtension extension, String backend) {
        ObjectNode recipe = Json.mapper().createObjectNode();
        recipe.put("recipe", name);
        recipe.put("backend", backend);
        ObjectNode step = recipe.putObject("steps").putObject(STEP);
        step.put("import", extension.name());
        step.putObject("with").put(Importer.PATH, where());
        return recipe.toString();
    }

    private String where() {
        return path.toAbsolutePath().normalize().toString();
    }
}

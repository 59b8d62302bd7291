// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.tokenizer;

import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.ExtensionChoice;
import dev.seance.core.command.RunChoice;
import dev.seance.core.command.RunOrigin;
import dev.seance.core.options.OptionsBinder;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.run.ArtifactReader;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.RunReferences;
import dev.seance.core.store.Artifact;
import dev.seance.core.text.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which vocabulary a command works with: one in a folder, or the one a run made. */
public final class VocabularyChoice {

    @Option(
            names = "--vocabulary",
            paramLabel = "DIR|RUN",
            required = true,
            description = "A folder with a tokenizer.json; or a run: a recipe's name (its latest run), a run's folder.")
    private String place;

    @Option(
            names = "--tokenizer",
            paramLabel = "NAME",
            description = "What loads the folder's file (default: the installation's).")
    private Optional<String> tokenizer = Optional.empty();

    /** The vocabulary as it was given. */
    public String place() {
        return place;
    }

    /**
     * Loads it.
     *
     * @throws UserError when there is none, or it is damaged or foreign
     */
    public Vocabulary open(CommandRuntime runtime, Path runs) throws IOException {
        Path path = Path.of(place);
        if (Files.isRegularFile(path) && path.endsWith(Vocabulary.FILE)) {
            path = path.toAbsolutePath().getParent();
        }
        boolean folder = Files.isDirectory(path)
                && (Files.exists(path.resolve(Vocabulary.FILE)) || !Files.exists(path.resolve(RunFolder.RECIPE)));
        return folder ? load(runtime, path) : new ArtifactReader(runtime.host()).vocabulary(ofRun(runtime, runs));
    }

    private Vocabulary load(CommandRuntime runtime, Path folder) throws IOException {
        InstalledExtension extension = find(runtime, tokenizer);
        Record defaults =
                OptionsBinder.defaults(extension.title(), extension.options()).record();
        return runtime.host().create(Tokenizer.class, extension, defaults).load(folder);
    }

    /** The tokenizer of that name, or the default one. */
    public static InstalledExtension find(CommandRuntime runtime, Optional<String> name) {
        return ExtensionChoice.of(runtime, ExtensionKind.TOKENIZER, name, "--tokenizer");
    }

    /** What the run's last vocabulary step made; the run need not have finished after that. */
    private Artifact ofRun(CommandRuntime runtime, Path runs) {
        RunFolder run = run(runtime, runs);
        List<Artifact> made = artifacts(runtime, run, ArtifactKind.VOCABULARY);
        if (made.isEmpty()) {
            throw new UserError("--vocabulary " + place + ": " + run.folder()
                    + " has made no vocabulary, or it is no longer in the store; make it: " + RunOrigin.command(run));
        }
        return made.get(made.size() - 1);
    }

    /** What a run made of one kind, in the order of its steps, as far as it is in the store. */
    static List<Artifact> artifacts(CommandRuntime runtime, RunFolder run, ArtifactKind kind) {
        return RunReferences.find(RunReferences.fingerprints(run), runtime.storeOf(run)).stream()
                .filter(artifact -> artifact.manifest().kind().equalsIgnoreCase(kind.name()))
                .toList();
    }

    private RunFolder run(CommandRuntime runtime, Path runs) {
        try {
            return RunChoice.newest(
                    runs,
                    place,
                    run -> !artifacts(runtime, run, ArtifactKind.VOCABULARY).isEmpty(),
                    "has made no vocabulary");
        } catch (UserError e) {
            List<String> recipes = RunFolder.list(runs).stream()
                    .map(RunFolder::recipe)
                    .distinct()
                    .toList();
            throw new UserError(
                    "--vocabulary " + place + ": there is no such folder, and no such run in " + runs
                            + (recipes.isEmpty()
                                    ? "; train one with: seance tokenizer train --size N FILE... --to " + place
                                    : NearestName.hint(place, recipes)),
                    e);
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.core.options.OptionsBinder;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.PluginCatalog;
import dev.seance.core.run.ArtifactReader;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.RunReferences;
import dev.seance.core.store.Artifact;
import dev.seance.core.text.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which vocabulary a command works with: one in a folder, or the one a run made. */
final class VocabularyChoice {

    static final String DEFAULT_TOKENIZER = "bpe";

    @Option(
            names = "--vocabulary",
            paramLabel = "DIR|RUN",
            required = true,
            description = "A folder with a tokenizer.json; or a run: a recipe's name (its latest run), a run's folder.")
    private String place;

    @Option(
            names = "--tokenizer",
            paramLabel = "NAME",
            defaultValue = DEFAULT_TOKENIZER,
            description = "What loads the folder's file (default: ${DEFAULT-VALUE}).")
    private String tokenizer;

    /** The vocabulary as it was given. */
    String place() {
        return place;
    }

    /**
     * Loads it.
     *
     * @throws UserError when there is none, or it is damaged or foreign
     */
    Vocabulary open(CommandRuntime workbench, Path runs) throws IOException {
        Path path = Path.of(place);
        if (Files.isRegularFile(path) && path.endsWith(Vocabulary.FILE)) {
            path = path.toAbsolutePath().getParent();
        }
        boolean folder = Files.isDirectory(path)
                && (Files.exists(path.resolve(Vocabulary.FILE)) || !Files.exists(path.resolve(RunFolder.RECIPE)));
        return folder ? load(workbench, path) : new ArtifactReader(workbench.host()).vocabulary(ofRun(workbench, runs));
    }

    private Vocabulary load(CommandRuntime workbench, Path folder) throws IOException {
        InstalledExtension extension = find(workbench.host().catalog(), tokenizer);
        Record defaults =
                OptionsBinder.defaults(extension.title(), extension.options()).record();
        return workbench.host().create(Tokenizer.class, extension, defaults).load(folder);
    }

    /** The tokenizer of that name. */
    static InstalledExtension find(PluginCatalog catalog, String name) {
        return catalog.find(ExtensionKind.TOKENIZER, name)
                .orElseThrow(() ->
                        new UserError("--tokenizer " + name + ": " + catalog.absence(ExtensionKind.TOKENIZER, name)));
    }

    /** What the run's last vocabulary step made; the run need not have finished after that. */
    private Artifact ofRun(CommandRuntime workbench, Path runs) {
        RunFolder run = run(runs);
        String kind = ArtifactKind.VOCABULARY.name();
        List<Artifact> made = RunReferences.find(RunReferences.fingerprints(run), workbench.storeOf(run)).stream()
                .filter(artifact -> artifact.manifest().kind().equalsIgnoreCase(kind))
                .toList();
        if (made.isEmpty()) {
            throw new UserError("--vocabulary " + place + ": " + run.folder()
                    + " has made no vocabulary, or it is no longer in the store; make it: seance run " + run.recipe());
        }
        return made.get(made.size() - 1);
    }

    private RunFolder run(Path runs) {
        try {
            return RunFolder.find(runs, place);
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

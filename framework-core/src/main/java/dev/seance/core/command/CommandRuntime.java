// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import dev.seance.api.run.Environment;
import dev.seance.core.installation.Installation;
import dev.seance.core.plan.ComputeRate;
import dev.seance.core.plan.Plan;
import dev.seance.core.plan.Planner;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.PluginFolders;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Recipe;
import dev.seance.core.recipe.RecipeLibrary;
import dev.seance.core.recipe.RecipeReader;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.ArtifactStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What commands work with, put together from the installation: recipes, plugins, the store. */
public final class CommandRuntime implements AutoCloseable {

    private final Installation installation = Installation.find();
    private final Path runs;
    private final Environment environment;
    private final PluginHost host;

    public CommandRuntime(Path runs, boolean offline, int threads, Set<ExtensionKind> kinds) {
        this.runs = runs;
        this.environment = new Environment(installation.cache(), offline, threads, Clock.systemUTC());
        this.host = PluginHost.open(
                new PluginFolders(
                        installation.plugins(),
                        List.of(installation.userPlugins()),
                        installation.cache().resolve("plugins")),
                environment,
                kinds);
        host.offer(new HostRunModels(this, runs));
        // A refused plugin is always named, also where nothing needs it: its user believes it to be there.
        host.catalog().problems().forEach(problem -> System.err.println("seance: refused plugin " + problem.line()));
    }

    public Installation installation() {
        return installation;
    }

    public Environment environment() {
        return environment;
    }

    public PluginHost host() {
        return host;
    }

    public ArtifactStore store() {
        return RunFolder.store(runs);
    }

    /** The store that a run's artifacts are in, wherever the run is. */
    public ArtifactStore storeOf(RunFolder run) {
        return RunFolder.store(run.runs());
    }

    public RecipeLibrary library() {
        return new RecipeLibrary(installation.recipeFolders());
    }

    /**
     * Reads and plans a recipe.
     *
     * @param dataRequired whether data that is not there is a mistake
     * @param secrets receives the secrets that are not set and that a run would need; null when that is a mistake
     * @throws dev.seance.core.recipe.InvalidRecipe with every mistake, those of form and those of substance together
     */
    public Plan plan(
            String recipe, List<String> overrides, Optional<ComputeRate> rate, boolean dataRequired, Problems secrets) {
        return plan(recipe, overrides, rate, dataRequired, secrets, Optional.empty());
    }

    /**
     * The same up to a step.
     *
     * @param until the last step that is wanted
     */
    public Plan plan(
            String recipe,
            List<String> overrides,
            Optional<ComputeRate> rate,
            boolean dataRequired,
            Problems secrets,
            Optional<String> until) {
        Problems problems = new Problems();
        RecipeReader reader = new RecipeReader(library(), name -> Optional.ofNullable(System.getenv(name)));
        Optional<Recipe> read = reader.read(recipe, overrides, problems);
        if (read.isEmpty()) {
            problems.throwIfAny();
        }
        return new Planner(host, store(), rate)
                .plan(read.orElseThrow(), problems, dataRequired, secrets == null ? problems : secrets, until);
    }

    @Override
    public void close() {
        host.close();
    }
}

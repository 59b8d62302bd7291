// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelHistory;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import dev.seance.core.plan.BoundExtension;
import dev.seance.core.plan.Planner;
import dev.seance.core.recipe.Recipe;
import dev.seance.core.recipe.RecipeReader;
import dev.seance.core.report.RunSummary;
import dev.seance.core.report.StepSummary;
import dev.seance.core.run.ArtifactReader;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.RunHistory;
import dev.seance.core.store.Artifact;
import dev.seance.core.text.NearestName;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A model that a run made.
 *
 * @param title what the recipe calls the model
 * @param step the step that made it
 * @param artifact its files
 * @param backend the engine of the run's recipe
 */
public record ModelOfRun(String title, String step, Artifact artifact, BoundExtension backend) {

    /**
     * Finds the model of a step, or of the last step that made one.
     *
     * @param run one that has finished
     * @param step the step, or null
     * @throws UserError when the run has no such model
     */
    public static ModelOfRun find(CommandRuntime runtime, RunFolder run, String step) throws IOException {
        return find(runtime, run, step, new WeightsOption());
    }

    /**
     * The same.
     *
     * @param weights how the command wants it to be read
     */
    public static ModelOfRun find(CommandRuntime runtime, RunFolder run, String step, WeightsOption weights)
            throws IOException {
        RunSummary summary = RunSummary.read(run);
        List<StepSummary> models = summary.steps().stream()
                .filter(result -> result.makes().equals("model"))
                .filter(result -> step == null || result.name().equals(step))
                .toList();
        if (models.isEmpty()) {
            List<String> names = summary.steps().stream()
                    .filter(result -> result.makes().equals("model"))
                    .map(StepSummary::name)
                    .toList();
            throw new UserError(
                    step == null
                            ? run.folder() + " made no model; its recipe has no trainer step"
                            : run.folder() + " made no model in a step '" + step + "'" + NearestName.hint(step, names));
        }
        StepSummary last = models.get(models.size() - 1);
        Artifact artifact = runtime.storeOf(run)
                .find(ArtifactKind.MODEL, last.fingerprint())
                .orElseThrow(() -> new UserError("the model of step '" + last.name()
                        + "' is no longer in the store; make it again: " + RunOrigin.command(run)));
        Recipe recipe = new RecipeReader(runtime.library(), name -> Optional.ofNullable(System.getenv(name)))
                .readWithoutSteps(run.file(RunFolder.RECIPE).toString());
        BoundExtension backend = new Planner(runtime.host(), runtime.storeOf(run), Optional.empty())
                .backend(recipe, weights::in)
                .orElseThrow(() -> new UserError(run.folder() + "'s recipe names no backend"));
        return new ModelOfRun(recipe.title(), last.name(), artifact, backend);
    }

    /** What a run tells of its models to those who take them elsewhere. */
    public static ModelHistory history(CommandRuntime runtime, RunFolder run) throws IOException {
        RunSummary summary = RunSummary.read(run);
        return RunHistory.of(
                summary.title(),
                summary.era(),
                summary.steps().stream().map(StepSummary::result).toList(),
                step -> runtime.storeOf(run)
                        .find(ArtifactKind.valueOf(step.makes().toUpperCase(Locale.ROOT)), step.fingerprint()));
    }

    /** Opens it for use; its weights are not loaded yet. */
    public TrainedModel open(CommandRuntime runtime) throws IOException {
        ModelBackend engine = backend.create(runtime.host(), ModelBackend.class);
        return new ArtifactReader(runtime.host()).model(step, artifact, engine);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.api.corpus.Funnel;
import dev.seance.api.model.ModelHistory;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.step.StepInputs;
import dev.seance.core.plan.StepKey;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.Json;
import dev.seance.core.store.StoredCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a run tells exporters of the models it made. */
public final class RunHistory {

    private RunHistory() {}

    /**
     * The history of a run.
     *
     * @param title the recipe's
     * @param era in words, or ""
     * @param results of the steps that are finished
     * @param artifacts what they made, where it is still in the store
     */
    public static ModelHistory of(
            String title, String era, List<StepResult> results, Function<StepResult, Optional<Artifact>> artifacts)
            throws IOException {
        List<ModelHistory.Step> steps = new ArrayList<>();
        for (StepResult result : results) {
            Optional<Artifact> artifact = artifacts.apply(result);
            steps.add(new ModelHistory.Step(
                    result.name(),
                    result.kind(),
                    result.plugin(),
                    artifact.map(made -> made.manifest().keyInputs().getOrDefault(StepKey.DATA, ""))
                            .orElse(""),
                    result.metrics(),
                    artifact.isPresent() ? funnel(artifact.get()) : Optional.empty(),
                    result.failures()));
        }
        return new ModelHistory(title, era, steps);
    }

    private static Optional<Funnel> funnel(Artifact artifact) throws IOException {
        Path file = artifact.folder().resolve(StoredCorpus.FUNNEL);
        return Files.exists(file) ? Optional.of(Json.read(file, Funnel.class)) : Optional.empty();
    }

    /** The same inputs, whose models know their history. */
    static StepInputs in(StepInputs inputs, ModelHistory history) {
        List<TrainedModel> models =
                inputs.models().stream().map(model -> model.with(history)).toList();
        return new StepInputs(inputs.corpora(), inputs.vocabularies(), models, inputs.dialogues());
    }
}

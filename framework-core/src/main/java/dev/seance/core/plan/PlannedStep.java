// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.run.ArtifactKind;
import dev.seance.core.recipe.Step;
import dev.seance.core.step.ArtifactType;
import dev.seance.core.store.Artifact;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A step with everything settled that can be settled before it runs.
 *
 * @param step the step of the recipe
 * @param extension what does the work
 * @param filters of a corpus, or of the replies of dialogues
 * @param from the steps it takes from, in the recipe's order
 * @param config of a trainer's model, or an imported one
 * @param cost of a training
 * @param llmCost of a step that asks a language model
 * @param source of a corpus or an import: what is said of the data
 * @param ownKey the part of the key that does not depend on inputs
 * @param resolution whether its artifact is there; empty while an input is not: the key depends on the input's content
 */
public record PlannedStep(
        Step step,
        BoundExtension extension,
        List<BoundExtension> filters,
        List<PlannedStep> from,
        Optional<ModelConfig> config,
        Optional<TrainingCost> cost,
        Optional<LlmCost> llmCost,
        Optional<PlannedSource> source,
        StepKey ownKey,
        Optional<StepResolution> resolution) {

    public PlannedStep {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(extension, "extension");
        filters = List.copyOf(filters);
        from = List.copyOf(from);
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(cost, "cost");
        Objects.requireNonNull(llmCost, "llmCost");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(ownKey, "ownKey");
        Objects.requireNonNull(resolution, "resolution");
    }

    PlannedStep with(Optional<StepResolution> found) {
        return new PlannedStep(step, extension, filters, from, config, cost, llmCost, source, ownKey, found);
    }

    PlannedStep withLlmCost(LlmCost found) {
        return new PlannedStep(
                step, extension, filters, from, config, cost, Optional.of(found), source, ownKey, resolution);
    }

    public String name() {
        return step.name();
    }

    /** What it makes; empty for an export. */
    public Optional<ArtifactType> makes() {
        return step.kind().makes();
    }

    /** Whether it works with a model, and so with the recipe's backend. */
    public boolean usesModel() {
        return usesModel(step, from);
    }

    static boolean usesModel(Step step, List<PlannedStep> from) {
        return step.kind().trains() || from.stream().anyMatch(PlannedStep::makesModel);
    }

    private boolean makesModel() {
        return step.kind()
                .makes()
                .filter(type -> type.kind() == ArtifactKind.MODEL)
                .isPresent();
    }

    /** The finished artifact, when the store has it. */
    public Optional<Artifact> artifact() {
        return resolution.flatMap(StepResolution::artifact);
    }

    /** The key's digest; empty while an input is not there. */
    public Optional<String> fingerprint() {
        return resolution.map(StepResolution::fingerprint);
    }

    public boolean cached() {
        return artifact().isPresent();
    }

    /** Why it is a HIT or a MISS, or what it waits for. */
    public String why() {
        if (makes().isEmpty()) {
            return "exports are always written";
        }
        return resolution
                .map(StepResolution::why)
                .orElseGet(() -> "waits for "
                        + from.stream()
                                .filter(source -> !source.cached())
                                .map(PlannedStep::name)
                                .collect(Collectors.joining(", ")));
    }
}

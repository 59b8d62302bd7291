// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.run.ArtifactKind;
import dev.seance.core.recipe.Step;
import dev.seance.core.store.Artifact;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A step with everything settled that can be settled before it runs.
 *
 * @param step the step of the recipe
 * @param extension what does the work
 * @param filters of a corpus step
 * @param from the steps it takes from, in the recipe's order
 * @param shape of a trainer's model
 * @param cost of a training
 * @param keyInputs all that the artifact depends on
 * @param fingerprint their digest
 * @param artifact the finished artifact, when the store has it
 * @param why why there is one (HIT) or must be made (MISS), in words
 */
public record PlannedStep(
        Step step,
        BoundExtension extension,
        List<BoundExtension> filters,
        List<PlannedStep> from,
        Optional<ModelConfig> shape,
        Optional<TrainingCost> cost,
        Map<String, String> keyInputs,
        String fingerprint,
        Optional<Artifact> artifact,
        String why) {

    public PlannedStep {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(extension, "extension");
        filters = List.copyOf(filters);
        from = List.copyOf(from);
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(cost, "cost");
        keyInputs = Collections.unmodifiableMap(new LinkedHashMap<>(keyInputs));
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(artifact, "artifact");
        Objects.requireNonNull(why, "why");
    }

    public String name() {
        return step.name();
    }

    /** What it makes; empty for an export. */
    public Optional<ArtifactKind> makes() {
        return StepTypes.makes(step.kind());
    }

    /** Whether it works with a model, and so with the recipe's backend. */
    public boolean usesModel() {
        return StepTypes.usesModel(step.kind(), from);
    }

    public boolean cached() {
        return artifact.isPresent();
    }
}

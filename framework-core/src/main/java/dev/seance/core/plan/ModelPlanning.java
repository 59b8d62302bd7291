// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.corpus.Part;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelOptions;
import dev.seance.api.model.ModelShape;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.training.Trainer;
import dev.seance.api.training.TrainingEstimate;
import dev.seance.api.training.TrainingForecast;
import dev.seance.core.options.BoundOptions;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Recipe;
import dev.seance.core.recipe.Step;
import dev.seance.core.recipe.StepKind;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.StoredCorpus;
import dev.seance.core.store.StoredDialogues;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Settles what is special to the steps that train: the model's shape, whether the backend can build it, the cost. */
final class ModelPlanning {

    private final PluginHost host;
    private final Recipe recipe;
    private final Problems problems;
    private final Optional<ModelBackend> engine;
    private final Optional<ComputeRate> namedRate;

    ModelPlanning(
            PluginHost host,
            Recipe recipe,
            Problems problems,
            Optional<ModelBackend> engine,
            Optional<ComputeRate> namedRate) {
        this.host = host;
        this.recipe = recipe;
        this.problems = problems;
        this.engine = engine;
        this.namedRate = namedRate;
    }

    /** The shape of the model that a step goes on training, or that its own {@code model} and vocabulary give. */
    Optional<ModelShape> shape(Step step, List<PlannedStep> from, Optional<BoundOptions> model) {
        Optional<ModelShape> inherited =
                from.stream().flatMap(source -> source.shape().stream()).findFirst();
        if (inherited.isPresent()) {
            return inherited;
        }
        int vocabulary = from.stream()
                .filter(source -> source.step().kind() == StepKind.TOKENIZER)
                .map(source -> source.extension().create(host, Tokenizer.class))
                .mapToInt(Tokenizer::vocabularySize)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "step '" + step.name() + "' takes no vocabulary, so its model cannot be sized"));
        try {
            return Optional.of(model.orElseThrow().as(ModelOptions.class).derive(vocabulary));
        } catch (IllegalArgumentException e) {
            problems.add(
                    step.model().orElseThrow().position(),
                    "the model of step '" + step.name() + "': " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Checks what a training needs, as far as it can be told before its inputs are planned. */
    boolean check(Step step) {
        boolean backendNamed = recipe.backend().isPresent();
        if (!backendNamed) {
            problems.add(
                    step.position(),
                    "step '" + step.name() + "' trains, and the recipe names no backend; add one at the top,"
                            + " such as 'backend: "
                            + host.catalog().extensions(ExtensionKind.BACKEND).stream()
                                    .map(InstalledExtension::name)
                                    .findFirst()
                                    .orElse("pytorch")
                            + "'");
        }
        List<Optional<Step>> sources = step.from().stream()
                .map(reference -> recipe.step(reference.name()))
                .toList();
        boolean known = sources.stream().allMatch(Optional::isPresent);
        boolean hasShape = sources.stream().flatMap(Optional::stream).anyMatch(source -> StepTypes.makes(source.kind())
                .equals(Optional.of(ArtifactKind.MODEL)));
        if (hasShape && step.model().isPresent()) {
            problems.add(
                    step.model().get().position(),
                    "step '" + step.name() + "' trains a model that has its shape already; take its 'model' out");
        } else if (known && !hasShape && step.model().isEmpty()) {
            problems.add(
                    step.position(),
                    "step '" + step.name() + "' needs a 'model', such as 'model: {shape: nanochat, depth: 4}'");
        }
        return backendNamed && hasShape != step.model().isPresent();
    }

    /** Whether the backend can build the shape; it cannot when there is none. */
    boolean supported(Step step, ModelShape shape) {
        if (engine.isEmpty()) {
            return false;
        }
        boolean known = engine.get().support().architectures().contains(shape.architecture());
        if (!known) {
            problems.add(
                    step.position(),
                    "backend '" + recipe.backend().orElseThrow().plugin() + "' cannot build the shape "
                            + shape.architecture() + " of step '" + step.name() + "' (it can: "
                            + engine.get().support().architectures() + ")");
        }
        return known;
    }

    /** What the training will come to. */
    TrainingCost cost(BoundExtension extension, ModelShape shape, List<PlannedStep> from) {
        Trainer trainer = extension.create(host, Trainer.class);
        TrainingEstimate estimate = trainer.estimate(new TrainingForecast(shape, bytes(from)));
        Optional<ComputeRate> rate = namedRate.or(() ->
                engine.flatMap(ModelBackend::measuredFlops).map(flops -> new ComputeRate("this machine", flops, 0)));
        return new TrainingCost(shape, estimate, rate);
    }

    /** Bytes of what a trainer reads, when all of it exists. */
    private static OptionalLong bytes(List<PlannedStep> from) {
        long sum = 0;
        for (PlannedStep source : from) {
            ArtifactKind kind = source.makes().orElse(ArtifactKind.REPORT);
            if (kind == ArtifactKind.CORPUS || kind == ArtifactKind.DIALOGUES) {
                if (source.artifact().isEmpty()) {
                    return OptionalLong.empty();
                }
                Artifact artifact = source.artifact().get();
                sum += kind == ArtifactKind.CORPUS
                        ? new StoredCorpus(source.name(), artifact)
                                .size(Part.TRAINING)
                                .bytes()
                        : new StoredDialogues(source.name(), artifact).bytes();
            }
        }
        return OptionalLong.of(sum);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.corpus.Subset;
import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.BackendSupport;
import dev.seance.api.model.Device;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ProgramSource;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.training.EstimateRequest;
import dev.seance.api.training.Trainer;
import dev.seance.api.training.TrainingEstimate;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.recipe.Budget;
import dev.seance.core.recipe.Position;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Recipe;
import dev.seance.core.recipe.Settings;
import dev.seance.core.recipe.Step;
import dev.seance.core.step.ArtifactType;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.StoredCorpus;
import dev.seance.core.store.StoredDialogues;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Plans what is special to steps that train: the model, whether the backend can build it, the cost. */
final class ModelPlanning {

    /** Of English, in vocabularies of some thousands. */
    private static final int BYTES_PER_TOKEN = 4;

    /** The share of the context, one in so many, above which a system prompt is long. */
    private static final int LONG_SYSTEM = 4;

    private final PluginHost host;
    private final Recipe recipe;
    private final Problems problems;
    private final Optional<ModelBackend> engine;
    private final Optional<ComputeRate> namedRate;
    private final ModelSettings settings;

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
        this.settings = new ModelSettings(host, problems);
    }

    /** The family that a step's {@code model} names, with its options; empty when that is wrong, which was noted. */
    Optional<BoundExtension> bind(Step step, Settings model) {
        // Of a step that must not have one, that alone is reported.
        return takesModel(step) ? Optional.empty() : settings.bind("the model of step '" + step.name() + "'", model);
    }

    /** The model that a step goes on training, or that its own {@code model} and vocabulary give. */
    Optional<ModelConfig> config(Step step, List<PlannedStep> from, Optional<BoundExtension> model) {
        Optional<ModelConfig> inherited =
                from.stream().flatMap(source -> source.config().stream()).findFirst();
        if (inherited.isPresent()) {
            return inherited;
        }
        int vocabulary = from.stream()
                .filter(source -> source.step().kind().extensionKind() == ExtensionKind.TOKENIZER)
                .map(source -> source.extension().create(host, Tokenizer.class))
                .mapToInt(Tokenizer::vocabularySize)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "step '" + step.name() + "' takes no vocabulary, so its model cannot be sized"));
        try {
            return Optional.of(possible(settings.config(model.orElseThrow(), vocabulary)));
        } catch (IllegalArgumentException e) {
            problems.add(
                    step.model().orElseThrow().position(),
                    "the model of step '" + step.name() + "': " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The model with windows only where the backend has them: what is planned is what is made. */
    private ModelConfig possible(ModelConfig config) {
        boolean windows = engine.map(found -> found.support().windows()).orElse(true);
        return windows ? config : config.withWindows(AttentionWindows.FULL);
    }

    /** Checks what a training needs, as far as it is known before its inputs are planned. */
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
                                    .orElse("NAME")
                            + "'");
        }
        boolean known = step.from().stream()
                .allMatch(reference -> recipe.step(reference.name()).isPresent());
        boolean hasModel = takesModel(step);
        if (hasModel && step.model().isPresent()) {
            problems.add(
                    step.model().get().position(),
                    "step '" + step.name() + "' trains a model that exists already; take its 'model' out");
        } else if (known && !hasModel && step.model().isEmpty()) {
            problems.add(
                    step.position(),
                    "step '" + step.name() + "' needs a 'model', such as 'model: {architecture: "
                            + settings.names().stream().findFirst().orElse("NAME") + ", depth: 4}'");
        }
        boolean tagged = step.conditioning().tags().isPresent();
        boolean prompted = step.conditioning().system().isPresent() && !takes(step, ArtifactKind.DIALOGUES);
        if (prompted && known) {
            problems.add(
                    step.position(),
                    "step '" + step.name()
                            + "' trains on texts, which no system prompt stands before; give 'system' to the"
                            + " step that learns from dialogues");
        }
        if (hasModel && tagged) {
            problems.add(
                    step.position(),
                    "step '" + step.name() + "' trains a model that exists already, which keeps the tags it was trained"
                            + " with; take its 'tags' out");
        }
        return backendNamed && hasModel != step.model().isPresent() && !(hasModel && tagged) && !prompted;
    }

    /** Whether a step goes on training a model that another step makes. */
    private boolean takesModel(Step step) {
        return takes(step, ArtifactKind.MODEL);
    }

    private boolean takes(Step step, ArtifactKind kind) {
        return step.from().stream()
                .flatMap(reference -> recipe.step(reference.name()).stream())
                .anyMatch(
                        source -> source.kind().makes().map(ArtifactType::kind).equals(Optional.of(kind)));
    }

    /** Whether the backend can build the model; it cannot when there is none. */
    boolean supported(Step step, ModelConfig config) {
        if (engine.isEmpty()) {
            return false;
        }
        List<ProgramSource> programs =
                host.families().family(config.architecture()).programs();
        BackendSupport support = engine.get().support();
        boolean known = support.builds(config.architecture(), programs);
        if (!known) {
            problems.add(
                    architecturePosition(step),
                    "backend '" + backend() + "' cannot build architecture '" + config.architecture() + "' of step '"
                            + step.name() + "': " + BackendOffer.against(support, programs)
                            + "; use another backend or another architecture");
        }
        return known;
    }

    private static Position architecturePosition(Step step) {
        return step.model()
                .flatMap(model -> model.entry(ModelSettings.ARCHITECTURE))
                .map(setting -> setting.value().position())
                .orElse(step.position());
    }

    /** What the training will come to. */
    TrainingCost cost(
            Step step,
            BoundExtension extension,
            ModelConfig config,
            List<PlannedStep> from,
            Optional<BoundExtension> model) {
        Trainer trainer = extension.create(host, Trainer.class);
        TrainingEstimate estimate = trainer.estimate(new EstimateRequest(config, bytes(from)));
        OptionalDouble price = recipe.budget().map(Budget::usdPerHour).orElse(OptionalDouble.empty());
        Optional<ComputeRate> rate = namedRate
                .or(() -> engine.flatMap(ModelBackend::measuredFlops).map(ComputeRate::ofThisMachine))
                .map(found -> price.isPresent() ? found.at(price.getAsDouble()) : found);
        OptionalLong memory = engine.map(found ->
                        found.trainingMemory(config, estimate.microBatch(), namedRate.map(named -> Device.CUDA)))
                .orElse(OptionalLong.empty());
        List<String> remarks = new ArrayList<>();
        model.map(given -> settings.config(given, config.vocabularySize()))
                .filter(asked -> !sameReach(asked, config))
                .ifPresent(asked -> remarks.add("windows " + asked.windows() + " are asked for, but backend '"
                        + backend() + "' has none: every layer looks at the whole context"));
        memory.ifPresent(bytes -> tooLarge(bytes, estimate.microBatch()).ifPresent(remarks::add));
        wrongDevice().ifPresent(remarks::add);
        step.conditioning()
                .system()
                .flatMap(system -> longSystem(system, config.context()))
                .ifPresent(remarks::add);
        return new TrainingCost(config, estimate, rate, memory, remarks);
    }

    /** A prompt that stands before every conversation takes its tokens from what is said in it. */
    static Optional<String> longSystem(String system, int context) {
        long tokens = system.strip().getBytes(StandardCharsets.UTF_8).length / BYTES_PER_TOKEN;
        return tokens <= context / LONG_SYSTEM
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "system: about %,d tokens (at %d bytes each) stand before every conversation, and the context is"
                                + " %,d, half of which is for a reply: %s; shorten it, or raise the base's context",
                        tokens,
                        BYTES_PER_TOKEN,
                        context,
                        tokens >= context / 2
                                ? "nothing can be said to such a model"
                                : "little of a conversation is left"));
    }

    private static boolean sameReach(ModelConfig one, ModelConfig other) {
        return IntStream.range(0, one.layers()).allMatch(layer -> one.window(layer) == other.window(layer));
    }

    private String backend() {
        return recipe.backend().orElseThrow().plugin();
    }

    /** Whether it will not fit where it is planned for; what a GPU of this machine holds nobody knows while planning. */
    private Optional<String> tooLarge(long bytes, int microBatch) {
        boolean inHostMemory = engine.orElseThrow().support().devices().contains(Device.CPU);
        OptionalLong room = namedRate.isPresent()
                ? namedRate.get().memoryBytes()
                : inHostMemory ? OptionalLong.of(HostMemory.total()) : OptionalLong.empty();
        if (room.isEmpty() || bytes <= room.getAsLong()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "that is more than the %.0f GB of %s; %s",
                room.getAsLong() / 1e9,
                namedRate.map(ComputeRate::name).orElse("this machine"),
                microBatch > 1
                        ? "lower micro-batch, or use a smaller model"
                        : "use a shorter context, or a smaller model"));
    }

    /** A plan for a GPU with a backend whose options exclude it. */
    private Optional<String> wrongDevice() {
        return namedRate
                .filter(rate ->
                        engine.isPresent() && !engine.get().support().devices().contains(Device.CUDA))
                .map(rate -> rate.name() + " is a GPU, and backend '" + backend()
                        + "' as it is set computes on the processor; change its device to train there");
    }

    /** Bytes of what a trainer reads, when all of it exists. */
    private static OptionalLong bytes(List<PlannedStep> from) {
        long sum = 0;
        for (PlannedStep source : from) {
            ArtifactKind kind = source.makes().map(ArtifactType::kind).orElse(ArtifactKind.REPORT);
            if (kind == ArtifactKind.CORPUS || kind == ArtifactKind.DIALOGUES) {
                if (source.artifact().isEmpty()) {
                    return OptionalLong.empty();
                }
                Artifact artifact = source.artifact().get();
                sum += kind == ArtifactKind.CORPUS
                        ? new StoredCorpus(source.name(), artifact)
                                .size(Subset.TRAIN)
                                .bytes()
                        : new StoredDialogues(source.name(), artifact).bytes();
            }
        }
        return OptionalLong.of(sum);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import dev.seance.core.options.OptionsBinder;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.recipe.BackendChoice;
import dev.seance.core.recipe.FilterChoice;
import dev.seance.core.recipe.InvalidRecipe;
import dev.seance.core.recipe.Position;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Recipe;
import dev.seance.core.recipe.Reference;
import dev.seance.core.recipe.Setting;
import dev.seance.core.recipe.Settings;
import dev.seance.core.recipe.Step;
import dev.seance.core.recipe.StepKind;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Turns a recipe into a plan: resolves plugins, binds options, types the wiring, derives shapes, fingerprints, estimates.
 * Goes on after a mistake wherever it can, so that a user hears of all of them at once. Loads no native library.
 */
public final class Planner {

    private final PluginHost host;
    private final ArtifactStore store;
    private final Optional<ComputeRate> namedRate;

    /** @param namedRate the device to estimate for; without it, this machine as it was last measured */
    public Planner(PluginHost host, ArtifactStore store, Optional<ComputeRate> namedRate) {
        this.host = host;
        this.store = store;
        this.namedRate = namedRate;
    }

    /**
     * Plans a recipe.
     *
     * @param problems mistakes found so far, which this adds to
     * @param dataRequired whether data that is not there is a mistake, as before a run; otherwise the plan names it as an
     *     obstacle
     * @throws InvalidRecipe when there is any mistake, with all of them
     */
    public Plan plan(Recipe recipe, Problems problems, boolean dataRequired) {
        Planning planning = new Planning(recipe, problems, dataRequired ? problems : new Problems());
        Plan plan = planning.run();
        problems.throwIfAny();
        return plan;
    }

    /**
     * Binds a recipe's backend alone, for work with a model that exists.
     *
     * @throws InvalidRecipe when its name or options are wrong
     */
    public Optional<BoundExtension> backend(Recipe recipe) {
        Problems problems = new Problems();
        Planning planning = new Planning(recipe, problems, problems);
        recipe.backend().ifPresent(planning::bindBackend);
        problems.throwIfAny();
        return planning.backend;
    }

    /** One recipe being planned. */
    private final class Planning {

        private final Recipe recipe;
        private final Problems problems;
        private final Problems preflight;
        private final Map<String, PlannedStep> planned = new LinkedHashMap<>();
        private final Map<String, PlannedLlm> llms = new LinkedHashMap<>();
        private Optional<BoundExtension> backend = Optional.empty();
        private ModelPlanning models;

        Planning(Recipe recipe, Problems problems, Problems preflight) {
            this.recipe = recipe;
            this.problems = problems;
            this.preflight = preflight;
        }

        Plan run() {
            recipe.backend().ifPresent(this::bindBackend);
            Optional<ModelBackend> engine = backend.map(bound -> bound.create(host, ModelBackend.class));
            models = new ModelPlanning(host, recipe, problems, engine, namedRate);
            recipe.llms().values().forEach(llm -> bind(
                            ExtensionKind.LLM, llm.provider(), llm.options(), llm.providerPosition())
                    .ifPresent(provider -> llms.put(llm.name(), new PlannedLlm(provider, llm.model()))));
            for (Step step : StepOrder.of(recipe, problems)) {
                plan(step).ifPresent(done -> planned.put(step.name(), done));
            }
            boolean computes = planned.values().stream().anyMatch(step -> step.usesModel() && !step.cached());
            if (computes) {
                engine.ifPresent(used -> used.preflight()
                        .forEach(obstacle ->
                                preflight.add(recipe.backend().orElseThrow().position(), obstacle)));
            }
            return new Plan(
                    recipe,
                    backend,
                    engine.map(ModelBackend::support),
                    llms,
                    List.copyOf(planned.values()),
                    preflight.all());
        }

        private void bindBackend(BackendChoice choice) {
            backend = bind(ExtensionKind.BACKEND, choice.plugin(), choice.options(), choice.position());
        }

        private Optional<BoundExtension> bind(ExtensionKind kind, String name, Settings settings, Position position) {
            Optional<InstalledExtension> extension = host.catalog().find(kind, name);
            if (extension.isEmpty()) {
                problems.add(position, host.catalog().absence(kind, name));
                return Optional.empty();
            }
            return bind(extension.get(), settings, position);
        }

        private Optional<BoundExtension> bind(InstalledExtension extension, Settings settings, Position position) {
            Settings whole = EraDefaults.fillIn(extension, settings, position, recipe, problems);
            return OptionsBinder.bind(extension.title(), extension.options(), whole, problems)
                    .map(options -> new BoundExtension(extension, options));
        }

        private Optional<PlannedStep> plan(Step step) {
            Optional<CorpusPathOverride.Substitute> ownBooks = CorpusPathOverride.of(step, host.catalog());
            Optional<BoundExtension> extension = ownBooks.isPresent()
                    ? bind(ownBooks.get().source(), ownBooks.get().options(), step.pluginPosition())
                    : bind(StepTypes.extension(step.kind()), step.plugin(), step.with(), step.pluginPosition());
            List<BoundExtension> filters = new ArrayList<>();
            for (FilterChoice filter : step.filters()) {
                bind(ExtensionKind.FILTER, filter.plugin(), filter.options(), filter.position())
                        .ifPresent(filters::add);
            }
            Optional<BoundExtension> model = step.model().flatMap(settings -> models.bind(step, settings));
            boolean wired = host.catalog()
                    .find(StepTypes.extension(step.kind()), step.plugin())
                    .map(found -> new Wiring(recipe, problems).check(step, found))
                    .orElse(false);
            boolean trainable = step.kind() != StepKind.TRAINER || models.check(step);
            List<PlannedStep> from = step.from().stream()
                    .map(Reference::name)
                    .filter(planned::containsKey)
                    .map(planned::get)
                    .toList();
            boolean whole = extension.isPresent()
                    && wired
                    && trainable
                    && filters.size() == step.filters().size()
                    && from.size() == step.from().size()
                    && (model.isPresent() || step.model().isEmpty());
            if (!whole) {
                return Optional.empty();
            }
            try {
                return settle(step, extension.get(), filters, from, model);
            } catch (UserError | IllegalArgumentException e) {
                problems.add(step.pluginPosition(), e.getMessage());
                return Optional.empty();
            }
        }

        private Optional<PlannedStep> settle(
                Step step,
                BoundExtension extension,
                List<BoundExtension> filters,
                List<PlannedStep> from,
                Optional<BoundExtension> model) {
            Optional<ModelConfig> shape = Optional.empty();
            Optional<TrainingCost> cost = Optional.empty();
            if (step.kind() == StepKind.TRAINER) {
                shape = models.shape(step, from, model);
                if (shape.isEmpty() || !models.supported(step, shape.get())) {
                    return Optional.empty();
                }
                cost = Optional.of(models.cost(extension, shape.get(), from, model));
            }
            Map<String, String> keyInputs = keyInputs(step, extension, filters, from, shape);
            String fingerprint = Fingerprint.of(keyInputs);
            Optional<ArtifactKind> kind = StepTypes.makes(step.kind());
            Optional<Artifact> artifact = kind.flatMap(made -> store.find(made, fingerprint));
            String why = artifact.map(found -> "made " + found.manifest().finished())
                    .orElseGet(() -> kind.map(made ->
                                    Fingerprint.whyMiss(store.list(made), recipe.name(), step.name(), keyInputs))
                            .orElse("exports are always written"));
            return Optional.of(new PlannedStep(
                    step, extension, filters, from, shape, cost, keyInputs, fingerprint, artifact, why));
        }

        private Map<String, String> keyInputs(
                Step step,
                BoundExtension extension,
                List<BoundExtension> filters,
                List<PlannedStep> from,
                Optional<ModelConfig> shape) {
            Map<String, String> keyInputs = new LinkedHashMap<>();
            keyInputs.put("artifact format", Manifest.FORMAT + " " + Manifest.VERSION);
            keyInputs.put("seed", recipe.seed() + " of " + step.name());
            extension.addTo(keyInputs, step.kind().key());
            for (int i = 0; i < filters.size(); i++) {
                filters.get(i).addTo(keyInputs, "filter " + (i + 1));
            }
            if (step.kind() == StepKind.CORPUS) {
                keyInputs.put("hold-out", Double.toString(step.holdOut()));
                keyInputs.put("state of the source", revision(step, extension));
            }
            shape.ifPresent(
                    given -> given.toMetadata().forEach((name, value) -> keyInputs.put("model " + name, value)));
            addFamilies(keyInputs, shape, from);
            if (StepTypes.usesModel(step.kind(), from)) {
                backend.ifPresent(bound -> bound.addTo(keyInputs, "backend"));
            }
            llms.forEach((name, llm) -> {
                if (mentions(extension, name)) {
                    llm.addTo(keyInputs, "llm " + name);
                }
            });
            from.forEach(source -> keyInputs.put("input " + source.name(), source.fingerprint()));
            return keyInputs;
        }

        /** The plugin of the model's family brings the program that computes it. */
        private void addFamilies(Map<String, String> keyInputs, Optional<ModelConfig> shape, List<PlannedStep> from) {
            Stream.concat(shape.stream(), from.stream().flatMap(source -> source.shape().stream()))
                    .map(ModelConfig::architecture)
                    .distinct()
                    .flatMap(name -> host.catalog().find(ExtensionKind.ARCHITECTURE, name).stream())
                    .forEach(family -> keyInputs.put(
                            "architecture " + family.name() + " plugin",
                            family.plugin().id() + " " + family.plugin().version()));
        }

        /** Whether an option names that language model. Nothing declares which do, and one too many does no harm. */
        private static boolean mentions(BoundExtension extension, String llm) {
            return extension.options().effective().values().stream()
                    .flatMap(value -> Arrays.stream(value.split("[^a-z0-9-]+")))
                    .anyMatch(llm::equals);
        }

        private String revision(Step step, BoundExtension extension) {
            CorpusSource source = extension.create(host, CorpusSource.class);
            try {
                return source.revision();
            } catch (UserError e) {
                preflight.add(
                        step.with().entry("path").map(Setting::position).orElse(step.pluginPosition()), e.getMessage());
            } catch (IOException e) {
                preflight.add(step.pluginPosition(), extension.extension().title() + ": " + e);
            }
            return "not there";
        }
    }
}

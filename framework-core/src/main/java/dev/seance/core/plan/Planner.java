// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.export.Exporter;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.BatchLlmProvider;
import dev.seance.api.synthesis.LlmProvider;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.core.options.OptionsBinder;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.recipe.BackendChoice;
import dev.seance.core.recipe.FilterChoice;
import dev.seance.core.recipe.InvalidRecipe;
import dev.seance.core.recipe.LlmChoice;
import dev.seance.core.recipe.Position;
import dev.seance.core.recipe.Problem;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Recipe;
import dev.seance.core.recipe.Reference;
import dev.seance.core.recipe.Setting;
import dev.seance.core.recipe.Settings;
import dev.seance.core.recipe.Step;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.text.NearestName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Turns a recipe into a plan: resolves plugins, binds options, types the wiring, derives model configs, keys, estimates.
 * Continues after a mistake wherever it can, so that all of them are reported at once. Loads no native library.
 */
public final class Planner {

    private final PluginHost host;
    private final ArtifactStore store;
    private final StepResolver resolver;
    private final Optional<ComputeRate> namedRate;

    /** @param namedRate the device to estimate for; without it, this machine as it was last measured */
    public Planner(PluginHost host, ArtifactStore store, Optional<ComputeRate> namedRate) {
        this.host = host;
        this.store = store;
        this.resolver = new StepResolver(store, host.catalog());
        this.namedRate = namedRate;
    }

    /**
     * Plans a recipe.
     *
     * @param problems mistakes found so far, which this adds to
     * @param dataRequired whether data that is not there is a mistake, as before a run; otherwise it is among the plan's
     *     preflight problems
     * @throws InvalidRecipe when there is any mistake, with all of them
     */
    public Plan plan(Recipe recipe, Problems problems, boolean dataRequired) {
        return plan(recipe, problems, dataRequired, problems, Optional.empty());
    }

    /**
     * The same.
     *
     * @param secrets receives a line for each environment variable that is not set and that is the secret of a step
     *     which is still to be made; {@code problems} when that shall be a mistake, as before a run
     * @param until the last step that is wanted: what others need is in nobody's way
     * @throws UserError when the recipe has no such step
     */
    public Plan plan(Recipe recipe, Problems problems, boolean dataRequired, Problems secrets, Optional<String> until) {
        Planning planning = new Planning(recipe, problems, dataRequired ? problems : new Problems(), secrets);
        Plan plan = planning.run(until);
        problems.throwIfAny();
        return plan;
    }

    /**
     * Binds a recipe's backend alone, for work with a model that exists.
     *
     * @throws InvalidRecipe when its name or options are wrong
     */
    public Optional<BoundExtension> backend(Recipe recipe) {
        return backend(recipe, UnaryOperator.identity());
    }

    /**
     * The same.
     *
     * @param change what becomes of the options that the recipe gives it
     */
    public Optional<BoundExtension> backend(Recipe recipe, UnaryOperator<Settings> change) {
        Problems problems = new Problems();
        Planning planning = new Planning(recipe, problems, problems, problems);
        recipe.backend()
                .map(choice -> new BackendChoice(choice.plugin(), change.apply(choice.options()), choice.position()))
                .ifPresent(planning::bindBackend);
        planning.backend.ifPresent(bound -> problems.addAll(planning.missingSecrets.get(bound)));
        problems.throwIfAny();
        return planning.backend;
    }

    /** One recipe being planned. */
    private final class Planning {

        private final Recipe recipe;
        private final Problems problems;
        private final Problems preflight;
        private final Problems secrets;
        private final Map<String, PlannedStep> planned = new LinkedHashMap<>();
        private final Map<String, PlannedLlm> llms = new LinkedHashMap<>();
        private final Map<BoundExtension, List<Problem>> missingSecrets = new IdentityHashMap<>();
        private Optional<BoundExtension> backend = Optional.empty();
        private ModelPlanning models;

        Planning(Recipe recipe, Problems problems, Problems preflight, Problems secrets) {
            this.recipe = recipe;
            this.problems = problems;
            this.preflight = preflight;
            this.secrets = secrets;
        }

        Plan run(Optional<String> until) {
            recipe.plugins().forEach(pin -> host.catalog()
                    .unmet(pin.id(), pin.version())
                    .ifPresent(problem -> problems.add(pin.position(), problem)));
            recipe.backend().ifPresent(this::bindBackend);
            Optional<ModelBackend> engine = backend.map(bound -> bound.create(host, ModelBackend.class));
            models = new ModelPlanning(host, recipe, problems, engine, namedRate);
            recipe.llms().values().forEach(llm -> bind(
                            ExtensionKind.LLM, llm.provider(), llm.options(), llm.providerPosition())
                    .ifPresent(provider -> {
                        checkBatches(llm, provider);
                        llms.put(
                                llm.name(),
                                new PlannedLlm(provider, llm.model(), revision(provider, llm.model()), llm.terms()));
                    }));
            for (Step step : StepOrder.of(recipe, problems)) {
                plan(step).ifPresent(done -> planned.put(step.name(), done));
            }
            if (until.isPresent()) {
                // Without mistakes every step is planned.
                problems.throwIfAny();
            }
            Plan plan = new Plan(
                    recipe, backend, engine.map(ModelBackend::support), llms, List.copyOf(planned.values()), List.of());
            Plan wanted = until.map(plan::upTo).orElse(plan);
            checkReady(wanted.steps(), engine);
            return wanted.with(preflight.all());
        }

        /** What keeps steps that are still to be made from being made. */
        private void checkReady(List<PlannedStep> steps, Optional<ModelBackend> engine) {
            List<PlannedStep> unmade =
                    steps.stream().filter(step -> !step.cached()).toList();
            if (unmade.stream().anyMatch(PlannedStep::usesModel)) {
                engine.ifPresent(used -> used.preflight()
                        .forEach(problem ->
                                preflight.add(recipe.backend().orElseThrow().position(), problem)));
            }
            recipe.llms().values().stream()
                    .filter(choice ->
                            unmade.stream().anyMatch(step -> step.extension().asks(choice.name())))
                    .forEach(this::checkReady);
            Set<Problem> needed = new TreeSet<>();
            unmade.forEach(step -> needed.addAll(secretsOf(step)));
            secrets.addAll(needed);
        }

        /** Notes a model that is to be asked in batches by a provider that has none. */
        private void checkBatches(LlmChoice choice, BoundExtension provider) {
            if (choice.terms().batch() && !takesBatches(provider.extension())) {
                List<String> others = host.catalog().extensions(ExtensionKind.LLM).stream()
                        .filter(Planning::takesBatches)
                        .map(InstalledExtension::name)
                        .toList();
                problems.add(
                        choice.providerPosition(),
                        "llm '" + choice.name() + "' says 'batch: true', and the provider '" + choice.provider()
                                + "' takes no batches"
                                + (others.isEmpty() ? "" : " (those that do: " + String.join(", ", others) + ")")
                                + "; leave 'batch' out");
            }
        }

        private static boolean takesBatches(InstalledExtension provider) {
            return BatchLlmProvider.class.isAssignableFrom(provider.type());
        }

        /** Which weights a model's name stands for; "" also while it is not there, which {@link #checkReady} says. */
        private String revision(BoundExtension provider, String model) {
            try {
                return provider.create(host, LlmProvider.class).revision(model);
            } catch (UserError e) {
                return "";
            }
        }

        /** What keeps a language model from being asked: a key that is not set, an address that is none. */
        private void checkReady(LlmChoice choice) {
            PlannedLlm llm = llms.get(choice.name());
            if (llm != null
                    && missingSecrets.getOrDefault(llm.provider(), List.of()).isEmpty()) {
                try {
                    llm.provider()
                            .create(host, LlmProvider.class)
                            .open(llm.model())
                            .close();
                } catch (UserError e) {
                    preflight.add(choice.position(), "llm '" + choice.name() + "': " + e.getMessage());
                }
            }
        }

        /** Whether the recipe has the language models that a step names; notes each that it has not. */
        private boolean checkLlms(Step step, BoundExtension extension) {
            Map<String, String> unknown = new LinkedHashMap<>(extension.llms());
            unknown.values().removeAll(recipe.llms().keySet());
            unknown.forEach((option, name) -> problems.add(
                    step.with().entry(option).map(Setting::position).orElse(step.pluginPosition()),
                    "'" + option + "' names the language model '" + name + "', which the recipe's llms do not have"
                            + (recipe.llms().isEmpty()
                                    ? "; add 'llms: {" + name + ": {provider: NAME, model: NAME}}'"
                                    : NearestName.hint(name, recipe.llms().keySet()))));
            return unknown.isEmpty();
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
            Settings whole = EraDefaults.fillIn(extension, settings, position, recipe.era(), problems);
            Optional<BoundExtension> bound = OptionsBinder.bind(extension.title(), extension.options(), whole, problems)
                    .map(options -> new BoundExtension(extension, options));
            List<Problem> missing = problems.takeMissingSecrets();
            bound.ifPresent(done -> missingSecrets.put(done, missing));
            return bound;
        }

        /** The secrets that making a step takes and that are not set. */
        private List<Problem> secretsOf(PlannedStep step) {
            List<BoundExtension> used = new ArrayList<>(List.of(step.extension()));
            used.addAll(step.filters());
            if (step.usesModel()) {
                backend.ifPresent(used::add);
            }
            llms.forEach((name, llm) -> {
                if (step.extension().asks(name)) {
                    used.add(llm.provider());
                }
            });
            return used.stream()
                    .flatMap(extension -> missingSecrets.getOrDefault(extension, List.of()).stream())
                    .toList();
        }

        private Optional<PlannedStep> plan(Step step) {
            Optional<CorpusPathOverride.Substitute> substitute = CorpusPathOverride.of(step, host.catalog());
            Optional<BoundExtension> extension = substitute.isPresent()
                    ? bind(substitute.get().source(), substitute.get().options(), step.pluginPosition())
                    : bind(step.kind().extensionKind(), step.plugin(), step.with(), step.pluginPosition());
            List<BoundExtension> filters = new ArrayList<>();
            for (FilterChoice filter : step.filters()) {
                bind(ExtensionKind.FILTER, filter.plugin(), filter.options(), filter.position())
                        .filter(bound -> judgesAlone(step, bound, filter.position()))
                        .ifPresent(filters::add);
            }
            Optional<BoundExtension> model = step.model().flatMap(settings -> models.bind(step, settings));
            boolean wired = host.catalog()
                    .find(step.kind().extensionKind(), step.plugin())
                    .map(found -> new Wiring(recipe, problems)
                            .check(
                                    step,
                                    loads(step, extension)
                                            ? List.of()
                                            : step.kind().inputs(found)))
                    .orElse(false);
            boolean trainable = !step.kind().trains() || models.check(step);
            List<PlannedStep> from = step.from().stream()
                    .map(Reference::name)
                    .filter(planned::containsKey)
                    .map(planned::get)
                    .toList();
            boolean whole = extension.isPresent()
                    && checkLlms(step, extension.get())
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

        /** Whether it takes a vocabulary that exists, and so no corpus to train one on. */
        private boolean loads(Step step, Optional<BoundExtension> extension) {
            return step.kind().extensionKind() == ExtensionKind.TOKENIZER
                    && extension
                            .map(bound -> bound.create(host, Tokenizer.class))
                            .flatMap(Tokenizer::existing)
                            .isPresent();
        }

        /** Replies are judged one at a time, and nothing surveys them first. */
        private boolean judgesAlone(Step step, BoundExtension filter, Position position) {
            boolean fits = step.kind().readsSource()
                    || DocumentFilter.class.isAssignableFrom(filter.extension().type());
            if (!fits) {
                problems.add(
                        position,
                        filter.extension().title() + " surveys a whole corpus, and dialogues are judged one reply at a"
                                + " time; use it in the corpus step");
            }
            return fits;
        }

        private Optional<PlannedStep> settle(
                Step step,
                BoundExtension extension,
                List<BoundExtension> filters,
                List<PlannedStep> from,
                Optional<BoundExtension> model) {
            Optional<ModelConfig> config = Optional.empty();
            Optional<TrainingCost> cost = Optional.empty();
            if (step.kind().trains()) {
                config = models.config(step, from, model);
                if (config.isEmpty() || !models.supported(step, config.get())) {
                    return Optional.empty();
                }
                cost = Optional.of(models.cost(step, extension, config.get(), from, model));
            }
            if (step.kind().extensionKind() == ExtensionKind.EXPORT) {
                Exporter exporter = extension.create(host, Exporter.class);
                from.stream().flatMap(other -> other.config().stream()).forEach(exporter::requireSupported);
            }
            Optional<PlannedSource> source = Optional.empty();
            if (step.kind().imports()) {
                ImportPlanning importing = new ImportPlanning(host, step, extension);
                config = Optional.of(importing.config());
                source = Optional.of(importing.source());
            }
            StepKey key = KeyInputs.of(
                    step,
                    recipe.seed(),
                    extension,
                    filters,
                    config,
                    PlannedStep.usesModel(step, from) ? backend : Optional.empty(),
                    llms);
            Stream<ModelConfig> used =
                    Stream.concat(config.stream(), from.stream().flatMap(other -> other.config().stream()));
            key = key.with(KeyInputs.ofFamilies(used, host.catalog()));
            if (step.kind().readsSource()) {
                source = Optional.of(source(step, extension));
            }
            if (loads(step, Optional.of(extension))) {
                // One that is not there, or of another kind, is a mistake of the plan.
                extension.create(host, Tokenizer.class).vocabularySize();
            }
            if (source.isPresent()) {
                key = key.with(Map.of(StepKey.DATA, source.get().revision()));
            }
            PlannedStep draft = new PlannedStep(
                    step, extension, filters, from, config, cost, Optional.empty(), source, key, Optional.empty());
            List<Artifact> inputs =
                    from.stream().flatMap(other -> other.artifact().stream()).toList();
            return Optional.of(new LlmPlanning(host, store, llms)
                    .withCost(
                            inputs.size() < from.size()
                                    ? draft
                                    : draft.with(Optional.of(resolver.resolve(draft, inputs)))));
        }

        private PlannedSource source(Step step, BoundExtension extension) {
            CorpusSource source = extension.create(host, CorpusSource.class);
            try {
                String revision = source.revision();
                return new PlannedSource(revision, source.overview(), source.skipped());
            } catch (UserError e) {
                preflight.add(
                        step.with().entry("path").map(Setting::position).orElse(step.pluginPosition()), e.getMessage());
            } catch (IOException e) {
                preflight.add(step.pluginPosition(), extension.extension().title() + ": " + e);
            }
            return PlannedSource.NOT_THERE;
        }
    }
}

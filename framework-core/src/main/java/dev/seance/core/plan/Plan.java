// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.model.BackendSupport;
import dev.seance.api.run.UserError;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.InstalledPlugin;
import dev.seance.core.plugins.PluginCatalog;
import dev.seance.core.recipe.Problem;
import dev.seance.core.recipe.Recipe;
import dev.seance.core.text.NearestName;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A recipe without mistakes, and what running it would do.
 *
 * @param recipe the recipe
 * @param backend the engine, when the recipe names one
 * @param support what the engine can do as the recipe sets it
 * @param llms the language models by the names steps use
 * @param steps the steps, each after those it takes from, otherwise in the recipe's order
 * @param preflight what keeps it from being run as yet: data that is not there
 */
public record Plan(
        Recipe recipe,
        Optional<BoundExtension> backend,
        Optional<BackendSupport> support,
        Map<String, PlannedLlm> llms,
        List<PlannedStep> steps,
        List<Problem> preflight) {

    public Plan {
        Objects.requireNonNull(recipe, "recipe");
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(support, "support");
        llms = Collections.unmodifiableMap(new LinkedHashMap<>(llms));
        steps = List.copyOf(steps);
        preflight = List.copyOf(preflight);
    }

    /**
     * The plan up to a step: that step and what it needs, directly or not.
     *
     * @throws UserError when the recipe has no such step, listing those it has
     */
    public Plan upTo(String name) {
        PlannedStep last = step(name)
                .orElseThrow(() -> new UserError("--until: the recipe has no step '" + name + "'"
                        + NearestName.hint(
                                name, steps.stream().map(PlannedStep::name).toList())));
        Set<String> needed = new HashSet<>();
        collect(last, needed);
        return new Plan(
                recipe,
                backend,
                support,
                llms,
                steps.stream().filter(step -> needed.contains(step.name())).toList(),
                preflight);
    }

    Plan with(List<Problem> found) {
        return new Plan(recipe, backend, support, llms, steps, found);
    }

    private static void collect(PlannedStep step, Set<String> names) {
        if (names.add(step.name())) {
            step.from().forEach(source -> collect(source, names));
        }
    }

    public Optional<PlannedStep> step(String name) {
        return steps.stream().filter(step -> step.name().equals(name)).findFirst();
    }

    /** The language models that a step asks, by name. */
    public Map<String, PlannedLlm> llmsOf(PlannedStep step) {
        Map<String, PlannedLlm> asked = new LinkedHashMap<>(llms);
        asked.keySet().removeIf(name -> !step.extension().asks(name));
        return asked;
    }

    /**
     * The plugins that running it uses, by id: those of the steps, of the engine, of the models' architectures and of the
     * language models.
     */
    public List<InstalledPlugin> plugins(PluginCatalog catalog) {
        Stream<BoundExtension> ofSteps =
                steps.stream().flatMap(step -> Stream.concat(Stream.of(step.extension()), step.filters().stream()));
        Stream<BoundExtension> ofModels =
                steps.stream().flatMap(step -> llmsOf(step).values().stream()).map(PlannedLlm::provider);
        Stream<BoundExtension> engine =
                steps.stream().anyMatch(PlannedStep::usesModel) ? backend.stream() : Stream.empty();
        Stream<InstalledExtension> families = steps.stream()
                .flatMap(step -> step.config().stream())
                .flatMap(config -> catalog.find(ExtensionKind.ARCHITECTURE, config.architecture()).stream());
        return Stream.concat(
                        Stream.of(ofSteps, ofModels, engine)
                                .flatMap(some -> some)
                                .map(BoundExtension::extension),
                        families)
                .map(InstalledExtension::plugin)
                .distinct()
                .sorted(Comparator.comparing(InstalledPlugin::id))
                .toList();
    }

    /** What the steps still to be made cost, as far as known; empty when nothing is known. */
    public OptionalDouble usd() {
        OptionalDouble training = trainingUsd();
        List<LlmCost> llmCosts = steps.stream()
                .flatMap(step -> step.llmCost().stream())
                .filter(cost -> cost.terms().price().isPresent())
                .toList();
        if (llmCosts.isEmpty()) {
            return training;
        }
        return OptionalDouble.of(
                training.orElse(0) + llmCosts.stream().mapToDouble(LlmCost::usd).sum());
    }

    /** What the trainings still to be made cost, as far as known; empty when nothing is known. */
    public OptionalDouble trainingUsd() {
        List<Double> known = steps.stream()
                .filter(step -> !step.cached())
                .flatMap(step -> step.cost().stream())
                .filter(cost -> cost.usd().isPresent())
                .map(cost -> cost.usd().getAsDouble())
                .toList();
        return known.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        known.stream().mapToDouble(Double::doubleValue).sum());
    }
}

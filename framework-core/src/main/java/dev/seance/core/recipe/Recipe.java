// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A recipe after {@code extends}, {@code --set} and the environment had their say. Its form is checked; plugins, their
 * options and the wiring are not.
 *
 * @param name lower-case words joined by hyphens; names the folder of its runs
 * @param title what the model is called in reports and conversation; the name when the recipe gives none
 * @param era the years and the language, if given
 * @param seed where all randomness starts
 * @param budget what a run may cost, if limited
 * @param backend the engine that trains and generates, if the recipe names one
 * @param steps the steps as people read them, which need not be the order of work
 * @param llms language models by the names steps use
 * @param plugins the plugins that it pins to a version
 * @param root everything as written, for {@link #render}
 * @param unreadable names of steps that could not be read, each reported already: a {@code from} that names one is no
 *     second mistake
 */
public record Recipe(
        String name,
        String title,
        Optional<Era> era,
        long seed,
        Optional<Budget> budget,
        Optional<BackendChoice> backend,
        List<Step> steps,
        Map<String, LlmChoice> llms,
        List<PluginPin> plugins,
        Settings root,
        Set<String> unreadable) {

    /** What shipped recipes, steps and llms are called. */
    static final String NAME_PATTERN = "[a-z][a-z0-9-]*";

    public Recipe {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(era, "era");
        Objects.requireNonNull(budget, "budget");
        Objects.requireNonNull(backend, "backend");
        steps = List.copyOf(steps);
        llms = Collections.unmodifiableMap(new LinkedHashMap<>(llms));
        plugins = List.copyOf(plugins);
        Objects.requireNonNull(root, "root");
        unreadable = Set.copyOf(unreadable);
    }

    /** The step of that name. */
    public Optional<Step> step(String stepName) {
        return steps.stream().filter(step -> step.name().equals(stepName)).findFirst();
    }

    /**
     * The effective recipe as YAML that reads back as the same recipe.
     *
     * @param secret tells, by the keys from the root (the index for an item of a list), what must not be shown: there
     *     stays {@code ${env:NAME}} as written, or {@code (secret)}
     */
    public String render(Predicate<List<String>> secret) {
        return YamlText.render(root, secret);
    }
}

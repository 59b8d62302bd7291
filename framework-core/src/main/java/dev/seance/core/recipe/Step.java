// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import dev.seance.api.model.Conditioning;
import dev.seance.core.step.CorpusRules;
import dev.seance.core.step.StepKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One step of a recipe, as written: the wiring and the options are for the planner to check.
 *
 * @param name its name in the recipe
 * @param kind the extension point
 * @param plugin the name of the extension
 * @param from the steps whose artifacts it takes
 * @param with the options; when there are none, their position is where they would go
 * @param filters of a corpus, or of the replies of dialogues, in the order they work
 * @param model of a trainer, when the recipe gives it
 * @param conditioning of a trainer: what stands before texts
 * @param corpus of a corpus: what it says of its documents; the default for other kinds
 * @param seed where this step's randomness starts, when it is not the recipe's seed
 * @param position where the step's name stands
 * @param pluginPosition where the extension's name stands
 */
public record Step(
        String name,
        StepKind kind,
        String plugin,
        List<Reference> from,
        Settings with,
        List<FilterChoice> filters,
        Optional<Settings> model,
        Conditioning conditioning,
        CorpusRules corpus,
        Optional<Long> seed,
        Position position,
        Position pluginPosition) {

    public Step {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(plugin, "plugin");
        from = List.copyOf(from);
        Objects.requireNonNull(with, "with");
        filters = List.copyOf(filters);
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(conditioning, "conditioning");
        Objects.requireNonNull(corpus, "corpus");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(pluginPosition, "pluginPosition");
        Objects.requireNonNull(seed, "seed");
    }
}

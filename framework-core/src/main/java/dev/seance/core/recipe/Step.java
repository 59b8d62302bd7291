// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

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
 * @param filters of a corpus, in the order they work
 * @param model of a trainer, when the recipe gives it
 * @param holdOut of a corpus: the fraction of documents set apart for evaluation, 0 to 0.5; 0 for other kinds
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
        double holdOut,
        Position position,
        Position pluginPosition) {

    /** Apart are one document in twenty, enough to measure by and not missed in training. */
    public static final double DEFAULT_HOLD_OUT = 0.05;

    /** With more apart than kept, evaluation would be the training. */
    public static final double MOST_HOLD_OUT = 0.5;

    public Step {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(plugin, "plugin");
        from = List.copyOf(from);
        Objects.requireNonNull(with, "with");
        filters = List.copyOf(filters);
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(pluginPosition, "pluginPosition");
        if (!(holdOut >= 0 && holdOut <= MOST_HOLD_OUT)) {
            throw new IllegalArgumentException("hold-out " + holdOut + " is not in 0.." + MOST_HOLD_OUT);
        }
    }
}

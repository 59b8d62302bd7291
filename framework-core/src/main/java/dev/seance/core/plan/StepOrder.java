// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Recipe;
import dev.seance.core.recipe.Reference;
import dev.seance.core.recipe.Step;
import dev.seance.core.text.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a recipe's steps in an order in which each comes after those it takes from, and finds what makes that fail. */
final class StepOrder {

    private enum State {
        OPEN,
        DONE
    }

    private final Recipe recipe;
    private final Problems problems;
    private final Map<String, State> states = new LinkedHashMap<>();
    private final List<Step> ordered = new ArrayList<>();

    private StepOrder(Recipe recipe, Problems problems) {
        this.recipe = recipe;
        this.problems = problems;
    }

    static List<Step> of(Recipe recipe, Problems problems) {
        StepOrder order = new StepOrder(recipe, problems);
        recipe.steps().forEach(order::visit);
        return order.ordered;
    }

    private void visit(Step step) {
        if (states.containsKey(step.name())) {
            return;
        }
        states.put(step.name(), State.OPEN);
        for (Reference reference : step.from()) {
            Optional<Step> source = recipe.step(reference.name());
            if (source.isEmpty()) {
                unknown(reference, step);
            } else if (states.get(reference.name()) == State.OPEN) {
                problems.add(
                        reference.position(),
                        "step '" + step.name() + "' takes from '" + reference.name() + "', which itself waits for '"
                                + step.name() + "'; break the circle");
            } else {
                visit(source.get());
            }
        }
        states.put(step.name(), State.DONE);
        ordered.add(step);
    }

    private void unknown(Reference reference, Step step) {
        if (recipe.unreadable().contains(reference.name())) {
            return;
        }
        List<String> others = recipe.steps().stream()
                .map(Step::name)
                .filter(name -> !name.equals(step.name()))
                .toList();
        problems.add(
                reference.position(),
                "step '" + step.name() + "' takes from '" + reference.name() + "', and there is no such step"
                        + NearestName.hint(reference.name(), others));
    }
}

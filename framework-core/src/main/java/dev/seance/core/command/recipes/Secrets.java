// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.recipes;

import dev.seance.api.plugin.OptionDescriptor;
import dev.seance.core.plan.BoundExtension;
import dev.seance.core.plan.Plan;
import dev.seance.core.plan.PlannedLlm;
import dev.seance.core.plan.PlannedStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Where in a recipe secret options stand, so that the copy kept with a run leaves them out. */
final class Secrets implements Predicate<List<String>> {

    private final Set<List<String>> paths = new HashSet<>();

    Secrets(Plan plan) {
        plan.backend()
                .ifPresent(
                        backend -> add(backend, "backend", backend.extension().name()));
        for (Map.Entry<String, PlannedLlm> llm : plan.llms().entrySet()) {
            add(llm.getValue().provider(), "llms", llm.getKey());
        }
        for (PlannedStep step : plan.steps()) {
            add(step.extension(), "steps", step.name(), "with");
            for (int i = 0; i < step.filters().size(); i++) {
                BoundExtension filter = step.filters().get(i);
                add(
                        filter,
                        "steps",
                        step.name(),
                        "filters",
                        Integer.toString(i),
                        filter.extension().name());
            }
        }
    }

    private void add(BoundExtension extension, String... place) {
        for (OptionDescriptor option : extension.extension().options().options()) {
            if (option.secret()) {
                List<String> path = new ArrayList<>(List.of(place));
                path.add(option.name());
                paths.add(List.copyOf(path));
            }
        }
    }

    @Override
    public boolean test(List<String> path) {
        return paths.contains(path);
    }
}

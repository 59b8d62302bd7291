// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.run.ArtifactKind;
import dev.seance.core.plugins.InputSpec;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Recipe;
import dev.seance.core.recipe.Reference;
import dev.seance.core.recipe.Step;
import dev.seance.core.step.ArtifactType;
import dev.seance.core.step.ArtifactTypes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks that each step is given the kinds of artifact it takes, and as many. */
final class Wiring {

    private final Recipe recipe;
    private final Problems problems;

    Wiring(Recipe recipe, Problems problems) {
        this.recipe = recipe;
        this.problems = problems;
    }

    /**
     * Notes what is wrong with a step's {@code from}; whether nothing is.
     *
     * @param inputs what it takes
     */
    boolean check(Step step, List<InputSpec> inputs) {
        int before = problems.size();
        Map<ArtifactKind, Integer> given = new EnumMap<>(ArtifactKind.class);
        boolean allKnown = true;
        for (Reference reference : step.from()) {
            Optional<Step> source = recipe.step(reference.name());
            allKnown &= source.isPresent();
            source.ifPresent(from -> {
                Optional<ArtifactKind> kind = from.kind().makes().map(ArtifactType::kind);
                if (kind.isEmpty() || inputs.stream().noneMatch(one -> one.kind() == kind.get())) {
                    problems.add(
                            reference.position(),
                            "'" + from.name() + "' makes "
                                    + kind.map(Wiring::one).orElse("files outside the store")
                                    + ", which " + step.kind().key() + " '" + step.plugin()
                                    + "' does not take (it takes "
                                    + inWords(inputs) + ")");
                } else {
                    given.merge(kind.get(), 1, Integer::sum);
                }
            });
        }
        if (allKnown) {
            inputs.forEach(input -> checkCount(step, input, given.getOrDefault(input.kind(), 0)));
        }
        return problems.size() == before;
    }

    private void checkCount(Step step, InputSpec input, int count) {
        if (count < input.min()) {
            problems.add(
                    step.position(),
                    "step '" + step.name() + "' needs " + inWords(List.of(input)) + " in its 'from', has " + count
                            + candidates(step, input.kind()));
        } else if (count > input.max()) {
            problems.add(
                    step.position(),
                    "step '" + step.name() + "' takes " + inWords(List.of(input)) + ", its 'from' names " + count);
        }
    }

    private String candidates(Step step, ArtifactKind kind) {
        List<String> names = recipe.steps().stream()
                .filter(other -> !other.name().equals(step.name()))
                .filter(other -> other.kind().makes().map(ArtifactType::kind).equals(Optional.of(kind)))
                .map(Step::name)
                .toList();
        return names.isEmpty()
                ? "; no step of this recipe makes " + one(kind)
                : " (steps that make " + one(kind) + ": " + String.join(", ", names) + ")";
    }

    private static String inWords(List<InputSpec> inputs) {
        if (inputs.isEmpty()) {
            return "nothing";
        }
        List<String> words = new ArrayList<>();
        for (InputSpec input : inputs) {
            if (input.min() == 1 && input.max() == 1) {
                words.add(one(input.kind()));
            } else if (input.min() == input.max()) {
                words.add(input.min() + " " + many(input.kind()));
            } else if (input.max() == Integer.MAX_VALUE) {
                words.add(input.min() + " or more " + many(input.kind()));
            } else if (input.min() == 0) {
                boolean single = input.max() == 1;
                words.add(
                        single
                                ? "optionally " + one(input.kind())
                                : "at most " + input.max() + " " + many(input.kind()));
            } else {
                words.add(input.min() + " to " + input.max() + " " + many(input.kind()));
            }
        }
        return String.join(", ", words);
    }

    private static String one(ArtifactKind kind) {
        return ArtifactTypes.of(kind).noun();
    }

    private static String many(ArtifactKind kind) {
        return ArtifactTypes.of(kind).plural();
    }
}

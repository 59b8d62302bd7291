// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.run.UserError;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Scalar;
import dev.seance.core.recipe.Sequence;
import dev.seance.core.recipe.Setting;
import dev.seance.core.recipe.Settings;
import dev.seance.core.recipe.Source;
import dev.seance.core.recipe.Value;
import dev.seance.core.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A run's recipe as values by path, {@code steps.base.model.depth}. A list is one value that names its items, so that an
 * item put in front does not make all that follow it look changed; the options of a named item have paths of their own,
 * {@code steps.books.filters.ocr-quality.book-min}.
 */
final class RecipeValues {

    private final Map<String, String> values = new LinkedHashMap<>();

    private RecipeValues() {}

    static Map<String, String> of(RunFolder run) throws IOException {
        Path file = run.file(RunFolder.RECIPE);
        if (!Files.exists(file)) {
            throw new UserError(
                    "run " + run.label() + " has no " + RunFolder.RECIPE + "; it was stopped" + " before it began");
        }
        Problems problems = new Problems();
        RecipeValues values = new RecipeValues();
        Value.parse(Files.readString(file), Source.file(file.toString(), ""), problems)
                .ifPresent(root -> values.add("", root));
        problems.throwIfAny();
        return values.values;
    }

    private void add(String path, Value value) {
        if (value instanceof Scalar scalar) {
            values.put(path, scalar.text());
        } else if (value instanceof Settings settings) {
            settings.entries().forEach(entry -> add(below(path, entry.key()), entry.value()));
        } else if (value instanceof Sequence sequence) {
            add(path, sequence.items());
        }
    }

    private void add(String path, List<Value> items) {
        values.put(path, items.stream().map(RecipeValues::name).collect(Collectors.joining(", ")));
        for (Value item : items) {
            if (item instanceof Settings named) {
                for (Setting entry : named.entries()) {
                    if (!(entry.value() instanceof Scalar)) {
                        add(below(path, entry.key()), entry.value());
                    }
                }
            }
        }
    }

    private static String name(Value item) {
        if (item instanceof Scalar scalar) {
            return scalar.text();
        }
        if (item instanceof Settings settings) {
            return settings.entries().stream()
                    .map(entry ->
                            entry.value() instanceof Scalar scalar ? entry.key() + ": " + scalar.text() : entry.key())
                    .collect(Collectors.joining(", "));
        }
        return item.inWords();
    }

    private static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}

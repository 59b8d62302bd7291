// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import dev.seance.core.text.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The command line's {@code --set PATH=VALUE}. A path goes by keys from the root, or begins with a step's name:
 * {@code base.model.depth} is {@code steps.base.model.depth}. Below a step, what is no key of steps is an option:
 * {@code books.path} is {@code steps.books.with.path}.
 *
 * <p>The value is plain text, or a quoted text, {@code [list]} or {@code {mapping}} as in YAML.
 */
final class Overrides {

    /** How messages show where a value came from. */
    private static final String PREFIX = "--set ";

    /** What a recipe extends is settled by the time overrides are laid over it. */
    private static final List<String> KEYS =
            RecipeForm.KEYS.stream().filter(key -> !key.equals("extends")).toList();

    private static final Pattern YAML_VALUE = Pattern.compile("\\s*[\\[{\"'].*", Pattern.DOTALL);

    private final Settings recipe;
    private final Problems problems;

    Overrides(Settings recipe, Problems problems) {
        this.recipe = recipe;
        this.problems = problems;
    }

    /** The recipe with the overrides laid over it; of two for the same path the later counts. */
    Settings apply(List<String> overrides) {
        Optional<Settings> all = Optional.empty();
        for (String override : overrides) {
            Optional<Settings> one = settings(override);
            if (one.isPresent()) {
                all = Optional.of(all.map(before -> overlay(before, one.get())).orElse(one.get()));
            }
        }
        // All at once: an option must not be lost because the plugin it is for is named by a later one.
        return all.map(settings -> rooted(new Inheritance(problems).merge(recipe, settings)))
                .orElse(recipe);
    }

    private Settings rooted(Settings merged) {
        return new Settings(merged.entries(), recipe.position());
    }

    private static Settings overlay(Settings before, Settings after) {
        Settings both = before;
        for (Setting entry : after.entries()) {
            Optional<Value> value = both.entry(entry.key()).map(Setting::value);
            boolean merge = entry.value() instanceof Settings && value.orElse(null) instanceof Settings;
            both = both.with(
                    merge
                            ? new Setting(entry.key(), entry.position(), overlay((Settings) value.get(), (Settings)
                                    entry.value()))
                            : entry);
        }
        return both;
    }

    /** One override as the settings it stands for. */
    private Optional<Settings> settings(String override) {
        Source source = Source.argument(PREFIX + override);
        int equals = override.indexOf('=');
        if (equals < 1) {
            problems.add(source.at(1, 1), "this is not PATH=VALUE, such as base.model.depth=12");
            return Optional.empty();
        }
        Position position = source.at(1, 1);
        List<String> path = path(override.substring(0, equals).strip(), position);
        Optional<Value> value = value(override.substring(equals + 1), source, PREFIX.length() + equals + 1, problems);
        if (path.isEmpty() || value.isEmpty()) {
            return Optional.empty();
        }
        Value nested = value.get();
        for (int i = path.size() - 1; i >= 0; i--) {
            nested = new Settings(List.of(new Setting(path.get(i), position, nested)), position);
        }
        return Optional.of((Settings) nested);
    }

    private List<String> path(String text, Position position) {
        List<String> words = Arrays.asList(text.split("\\.", -1));
        if (words.contains("")) {
            problems.add(position, "'" + text + "' is not words joined by dots, such as base.model.depth");
            return List.of();
        }
        List<String> steps = recipe.value("steps")
                .filter(Settings.class::isInstance)
                .map(value -> ((Settings) value).keys())
                .orElse(List.of());
        String first = words.get(0);
        if (first.equals("steps")) {
            return insideStep(words);
        }
        if (KEYS.contains(first)) {
            return words;
        }
        if (steps.contains(first)) {
            return insideStep(Stream.concat(Stream.of("steps"), words.stream()).toList());
        }
        List<String> have = Stream.concat(steps.stream(), KEYS.stream()).toList();
        problems.add(position, "no step or key is called '" + first + "'" + NearestName.hint(first, have));
        return List.of();
    }

    /** The path with {@code with} put in where the word after the step's name is an option. */
    private static List<String> insideStep(List<String> path) {
        if (path.size() < 3 || StepForm.KEYS.contains(path.get(2))) {
            return path;
        }
        List<String> longer = new ArrayList<>(path);
        longer.add(2, "with");
        return longer;
    }

    /** The value that an argument's text stands for; {@code column} is where the text begins, from 0. */
    static Optional<Value> value(String text, Source source, int column, Problems problems) {
        if (!YAML_VALUE.matcher(text).matches()) {
            return Optional.of(Scalar.of(text.strip(), false, source.at(1, column + 1)));
        }
        // Blanks in place of the path keep the columns right.
        Source padded =
                new Source(source.name(), (" ".repeat(column) + text).lines().toList(), true);
        return YamlTree.read(padded, problems);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import dev.seance.api.plugin.OptionDescriptor;
import dev.seance.api.plugin.OptionType;
import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Scalar;
import dev.seance.core.recipe.Sequence;
import dev.seance.core.recipe.Setting;
import dev.seance.core.recipe.Settings;
import dev.seance.core.recipe.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Binds the value of one option, whatever its type; bounds and unit of a list's option hold for each of its items. */
final class ValueBinder {

    private final OptionDescriptor option;
    private final String name;
    private final Problems problems;

    /**
     * A binder for one option.
     *
     * @param name the option as messages call it, groups around it included
     */
    ValueBinder(OptionDescriptor option, String name, Problems problems) {
        this.option = option;
        this.name = name;
        this.problems = problems;
    }

    Optional<Bound> bind(Value value) {
        return bind(option.type(), value);
    }

    private Optional<Bound> bind(OptionType type, Value value) {
        if (value instanceof Scalar scalar && problems.concern(scalar)) {
            boolean absent = option.secret() && type.kind() == OptionType.Kind.TEXT && problems.deferSecret(scalar);
            return absent ? Optional.of(Bound.of("not-set", "")) : Optional.empty();
        }
        switch (type.kind()) {
            case LIST:
                return value instanceof Sequence sequence ? list(type, sequence) : wrong(type, value);
            case MAP:
                return value instanceof Settings settings ? map(type, settings) : wrong(type, value);
            case GROUP:
                return group(type, value);
            default:
                return value instanceof Scalar scalar && !scalar.isNull()
                        ? new ScalarBinder(option, name, problems).bind(type, scalar)
                        : wrong(type, value);
        }
    }

    private Optional<Bound> wrong(OptionType type, Value value) {
        String found = value.isNull()
                ? "nothing"
                : option.secret() && value instanceof Scalar ? "a single value" : value.inWords();
        String advice = type.kind() == OptionType.Kind.LIST && value instanceof Scalar ? "; put it in [ ]" : "";
        problems.add(value.position(), name + " takes " + type.inWords() + ", not " + found + advice);
        return Optional.empty();
    }

    private Optional<Bound> list(OptionType type, Sequence sequence) {
        List<Object> values = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Value item : sequence.items()) {
            bind(type.element().orElseThrow(), item).ifPresent(bound -> {
                values.add(bound.value());
                texts.add(inside(type, bound));
            });
        }
        return values.size() < sequence.items().size()
                ? Optional.empty()
                : Optional.of(Bound.of(List.copyOf(values), "[" + String.join(", ", texts) + "]"));
    }

    private Optional<Bound> map(OptionType type, Settings settings) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        for (Setting entry : settings.entries()) {
            ValueBinder inside = new ValueBinder(option, name + "." + entry.key(), problems);
            inside.bind(type.element().orElseThrow(), entry.value()).ifPresent(bound -> {
                values.put(entry.key(), bound.value());
                texts.put(entry.key(), inside(type, bound));
            });
        }
        return values.size() < settings.entries().size()
                ? Optional.empty()
                : Optional.of(Bound.of(Collections.unmodifiableMap(values), braces(texts)));
    }

    /** A mapping, or the scalar that the group declares as its shorthand. */
    private Optional<Bound> group(OptionType type, Value value) {
        OptionsDescriptor inner = type.group();
        RecordBinder binder = new RecordBinder("'" + name + "'", name + ".", inner, problems);
        Optional<BoundOptions> options;
        if (value instanceof Settings settings) {
            options = binder.bind(settings);
        } else if (value instanceof Scalar scalar
                && !scalar.isNull()
                && inner.shorthand().isPresent()) {
            Setting only = new Setting(inner.shorthand().get().name(), scalar.position(), scalar);
            options = binder.callingShorthand(name).bind(new Settings(List.of(only), scalar.position()));
        } else {
            return wrong(type, value);
        }
        return options.map(bound -> new Bound(bound.record(), braces(quoted(bound.effective())), bound.effective()));
    }

    /** Text inside a collection is quoted where it must be; a collection inside a collection has brackets already. */
    private static String inside(OptionType type, Bound bound) {
        return switch (type.element().orElseThrow().kind()) {
            case LIST, MAP, GROUP -> bound.text();
            default -> Bound.inside(bound.text());
        };
    }

    private static Map<String, String> quoted(Map<String, String> texts) {
        Map<String, String> quoted = new LinkedHashMap<>();
        texts.forEach((key, text) -> quoted.put(key, Bound.inside(text)));
        return quoted;
    }

    private static String braces(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(entry -> Bound.inside(entry.getKey()) + ": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}

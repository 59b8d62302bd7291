// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.plugin.Option;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Options with their documented defaults but for what a test gives. */
final class OptionsOf {

    private OptionsOf() {}

    static <T extends Record> T type(Class<T> type, Map<String, Object> given) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component ->
                        given.containsKey(component.getName()) ? given.get(component.getName()) : defaultOf(component))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Optional<StepBudget> steps(long count) {
        return Optional.of(new StepBudget(Optional.of(count), Optional.empty()));
    }

    /** A learning rate for the two tables that a toy model has. */
    static Map<String, GroupOptions> tableRates(double learningRate) {
        GroupOptions table = type(GroupOptions.class, Map.of("learningRate", Optional.of(learningRate)));
        return Map.of("embedding", table, "head", table);
    }

    private static Object defaultOf(RecordComponent component) {
        Type type = component.getGenericType();
        String text = component.getAnnotation(Option.class).defaultValue();
        if (type == String.class) {
            return text;
        }
        if (type == int.class) {
            return Integer.parseInt(text);
        }
        if (type == long.class) {
            return Long.parseLong(text);
        }
        if (type == boolean.class) {
            return Boolean.parseBoolean(text);
        }
        if (component.getType().isEnum()) {
            return Arrays.stream(component.getType().getEnumConstants())
                    .filter(constant -> constant.toString().equals(text.toUpperCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow();
        }
        if (type == double.class) {
            return Double.parseDouble(text);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            return Optional.empty();
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            return Map.of();
        }
        return List.of(text.substring(1, text.length() - 1).split(", "));
    }
}

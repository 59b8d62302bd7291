// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.plugin;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All options of an extension, in the order of its options record.
 *
 * @param record the options record
 * @param options its components
 */
public record OptionsDescriptor(Class<? extends Record> record, List<OptionDescriptor> options) {

    public OptionsDescriptor {
        Objects.requireNonNull(record, "record");
        options = List.copyOf(options);
    }

    /**
     * Reads the descriptor off an options record.
     *
     * @throws IllegalArgumentException when a component has no {@link Option} or a type options cannot have: a bug of
     *     the plugin, found by its contract test and by {@code plugins verify}
     */
    public static OptionsDescriptor of(Class<? extends Record> record) {
        OptionsDescriptor descriptor = new OptionsDescriptor(
                record,
                Arrays.stream(record.getRecordComponents())
                        .map(OptionsDescriptor::describe)
                        .toList());
        descriptor.checkShorthand();
        return descriptor;
    }

    private void checkShorthand() {
        List<String> shorthands = options.stream()
                .filter(OptionDescriptor::shorthand)
                .map(OptionDescriptor::name)
                .toList();
        if (shorthands.isEmpty()) {
            return;
        }
        String place = record.getSimpleName() + "." + shorthands.get(0);
        if (shorthands.size() > 1) {
            throw new IllegalArgumentException(
                    record.getSimpleName() + ": only one component can be the shorthand, found " + shorthands);
        }
        if (!option(shorthands.get(0)).orElseThrow().type().isScalar()) {
            throw new IllegalArgumentException(place + ": only a single value can be the shorthand of its group");
        }
        options.stream()
                .filter(option -> option.required() && !option.shorthand())
                .findFirst()
                .ifPresent(option -> {
                    throw new IllegalArgumentException(
                            place + " is the shorthand of its group, but '" + option.name() + "' is required");
                });
    }

    /** The option that may be written in place of a mapping of these, if there is one. */
    public Optional<OptionDescriptor> shorthand() {
        return options.stream().filter(OptionDescriptor::shorthand).findFirst();
    }

    private static OptionDescriptor describe(RecordComponent component) {
        Option option = component.getAnnotation(Option.class);
        String place = component.getDeclaringRecord().getSimpleName() + "." + component.getName();
        if (option == null) {
            throw new IllegalArgumentException(place + " has no @Option");
        }
        Type type = component.getGenericType();
        boolean optional = type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
        try {
            OptionType optionType =
                    OptionType.of(optional ? ((ParameterizedType) type).getActualTypeArguments()[0] : type);
            checkGroups(optionType);
            return new OptionDescriptor(
                    recipeName(component.getName()),
                    component.getName(),
                    optionType,
                    optional,
                    option.doc(),
                    Optional.of(option.defaultValue()).filter(value -> !value.equals(Option.REQUIRED)),
                    bound(option.min()),
                    bound(option.max()),
                    option.unit(),
                    option.secret(),
                    List.of(option.excludedFromKey()),
                    option.shorthand(),
                    option.llm(),
                    option.replacedBy());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
    }

    /** A group's components need documentation as well, however deep it lies. */
    private static void checkGroups(OptionType type) {
        type.element().ifPresent(OptionsDescriptor::checkGroups);
        if (type.kind() == OptionType.Kind.GROUP) {
            type.group();
        }
    }

    private static OptionalDouble bound(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** How a recipe spells a record component: {@code bookMin} is {@code book-min}. */
    public static String recipeName(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /**
     * Those of the options, as text, that are part of the step's key: all but those of {@link Option#excludedFromKey()}.
     *
     * @param effective values by the option's name; an option of a group is {@code group.option}, its shorthand
     *     {@code group}
     */
    public Map<String, String> keyInputs(Map<String, String> effective) {
        Map<String, String> keyInputs = new LinkedHashMap<>();
        effective.forEach((name, value) -> {
            if (!isExcludedFromKey(name, value)) {
                keyInputs.put(name, value);
            }
        });
        return keyInputs;
    }

    private boolean isExcludedFromKey(String name, String value) {
        Optional<OptionDescriptor> whole = option(name);
        if (whole.isPresent()) {
            OptionType type = whole.get().type();
            return whole.get().isExcludedFromKey(value)
                    || type.kind() == OptionType.Kind.GROUP
                            && type.group()
                                    .shorthand()
                                    .filter(shorthand -> shorthand.isExcludedFromKey(value))
                                    .isPresent();
        }
        int dot = name.indexOf('.');
        Optional<OptionDescriptor> group = dot < 0 ? Optional.empty() : option(name.substring(0, dot));
        return group.isPresent()
                && (group.get().isExcludedFromKey(value)
                        || group.get().type().group().isExcludedFromKey(name.substring(dot + 1), value));
    }

    /**
     * The same for an extension that holds its options: the values that are part of the key, as Java prints them, by the
     * option's name; without absent ones and secrets. Equal options give equal text where the types' {@code toString}
     * does.
     */
    public static Map<String, String> keyInputs(Record options) {
        OptionsDescriptor descriptor = of(options.getClass());
        Map<String, String> values = new LinkedHashMap<>();
        for (OptionDescriptor option : descriptor.options()) {
            Object value = component(options, option.component());
            if (option.secret() || value.equals(Optional.empty())) {
                continue;
            }
            values.put(option.name(), value instanceof Optional<?> present ? "" + present.get() : "" + value);
        }
        return descriptor.keyInputs(values);
    }

    private static Object component(Record options, String name) {
        try {
            Method accessor = options.getClass().getDeclaredMethod(name);
            accessor.setAccessible(true);
            return accessor.invoke(options);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + options.getClass().getName() + "." + name, e);
        }
    }

    /** The option of that recipe name, if there is one. */
    public Optional<OptionDescriptor> option(String name) {
        return options.stream().filter(option -> option.name().equals(name)).findFirst();
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.plugin;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
        return new OptionsDescriptor(
                record,
                Arrays.stream(record.getRecordComponents())
                        .map(OptionsDescriptor::describe)
                        .toList());
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
                    option.replacedBy());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
    }

    /** A group's components need documentation as well, however deep it lies. */
    private static void checkGroups(OptionType type) {
        type.element().ifPresent(OptionsDescriptor::checkGroups);
        if (type.kind() == OptionType.Kind.GROUP) {
            of(type.raw().asSubclass(Record.class));
        }
    }

    private static OptionalDouble bound(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** How a recipe spells a record component: {@code bookMin} is {@code book-min}. */
    public static String recipeName(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** The option of that recipe name, if there is one. */
    public Optional<OptionDescriptor> option(String name) {
        return options.stream().filter(option -> option.name().equals(name)).findFirst();
    }
}

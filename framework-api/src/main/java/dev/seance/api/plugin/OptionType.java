// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.plugin;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The type of an option, as a recipe writes it.
 *
 * @param kind what the recipe writes
 * @param raw the Java class of the value: the enum of a choice, the record of a group, {@code List} of a list
 * @param element the type of a list's or a map's elements; empty for the other kinds
 */
public record OptionType(Kind kind, Class<?> raw, Optional<OptionType> element) {

    /** What a recipe writes for an option. */
    public enum Kind {
        /** Any text: {@code String}. */
        TEXT,
        /** A whole number: {@code int} or {@code long}. */
        WHOLE,
        /** A number: {@code double}. */
        REAL,
        /** {@code true} or {@code false}. */
        FLAG,
        /** A file or folder: {@code Path}, relative to the folder the command runs in. */
        PATH,
        /** One of a few names: an enum; {@code NEAR_MISS} is written {@code near-miss}. */
        CHOICE,
        /** A sequence: {@code List}. */
        LIST,
        /** A mapping with free keys: {@code Map} from {@code String}. */
        MAP,
        /** A mapping with fixed keys: another options record. */
        GROUP
    }

    public OptionType {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(raw, "raw");
        Objects.requireNonNull(element, "element");
    }

    /**
     * The option type of a Java type.
     *
     * @throws IllegalArgumentException when options cannot have that type
     */
    public static OptionType of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return new OptionType(Kind.LIST, List.class, Optional.of(of(arguments[0])));
            }
            if (generic.getRawType() == Map.class && arguments[0] == String.class) {
                return new OptionType(Kind.MAP, Map.class, Optional.of(of(arguments[1])));
            }
        }
        if (type instanceof Class<?> raw) {
            return new OptionType(kindOf(raw), raw, Optional.empty());
        }
        throw new IllegalArgumentException("options cannot have the type " + type.getTypeName());
    }

    private static Kind kindOf(Class<?> raw) {
        if (raw == String.class) {
            return Kind.TEXT;
        }
        if (raw == int.class || raw == long.class || raw == Integer.class || raw == Long.class) {
            return Kind.WHOLE;
        }
        if (raw == double.class || raw == Double.class) {
            return Kind.REAL;
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return Kind.FLAG;
        }
        if (raw == Path.class) {
            return Kind.PATH;
        }
        if (raw.isEnum()) {
            return Kind.CHOICE;
        }
        if (raw.isRecord()) {
            return Kind.GROUP;
        }
        throw new IllegalArgumentException("options cannot have the type " + raw.getName());
    }

    /** The names a {@link Kind#CHOICE} accepts, in declaration order; empty for the other kinds. */
    public List<String> choices() {
        if (kind != Kind.CHOICE) {
            return List.of();
        }
        // By its fields: the constants themselves would run the plugin's code, and what only reads must not.
        return Arrays.stream(raw.getDeclaredFields())
                .filter(Field::isEnumConstant)
                .map(constant -> choiceName(constant.getName()))
                .toList();
    }

    /** How a recipe spells an enum constant: {@code NEAR_MISS} is {@code near-miss}. */
    public static String choiceName(Enum<?> constant) {
        return choiceName(constant.name());
    }

    private static String choiceName(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The type in the words of an error message or a reference page. */
    public String inWords() {
        return switch (kind) {
            case TEXT -> "text";
            case WHOLE -> "a whole number";
            case REAL -> "a number";
            case FLAG -> "true or false";
            case PATH -> "a path";
            case CHOICE -> "one of " + choices().stream().collect(Collectors.joining(", "));
            case LIST -> "a list (each: " + element.orElseThrow().inWords() + ")";
            case MAP -> "a mapping (each value: " + element.orElseThrow().inWords() + ")";
            case GROUP ->
                group().shorthand()
                        .map(shorthand -> shorthand.type().inWords() + ", or a group of options")
                        .orElse("a group of options");
        };
    }

    /**
     * The options inside a {@link Kind#GROUP}.
     *
     * @throws IllegalStateException when this is another kind
     */
    public OptionsDescriptor group() {
        if (kind != Kind.GROUP) {
            throw new IllegalStateException(kind + " is no group");
        }
        return OptionsDescriptor.of(raw.asSubclass(Record.class));
    }

    /** Whether a recipe writes it as one scalar, neither a sequence nor a mapping. */
    boolean isScalar() {
        return kind != Kind.LIST && kind != Kind.MAP && kind != Kind.GROUP;
    }
}

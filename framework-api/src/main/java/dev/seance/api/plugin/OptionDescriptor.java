// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.plugin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One option of an extension, as its reference page shows it.
 *
 * @param name the key in a recipe, such as {@code book-min}
 * @param component the record component, such as {@code bookMin}
 * @param type what the recipe writes
 * @param optional whether the component is an {@code Optional}: absent is a value of its own
 * @param doc what it does
 * @param defaultValue the default as a recipe would spell it; empty when there is none
 * @param min the smallest number accepted
 * @param max the largest number accepted
 * @param unit the unit of a number, or ""
 * @param secret whether the value must never be shown or stored
 * @param excludedFromKey the values that give the same artifact as the default; {@link Option#ANY} alone for every value
 * @param shorthand whether it may be written in place of the group that it is part of, see {@link Option#shorthand()}
 * @param llm whether it names one of the recipe's language models
 * @param replacedBy the key to use instead, or ""
 */
public record OptionDescriptor(
        String name,
        String component,
        OptionType type,
        boolean optional,
        String doc,
        Optional<String> defaultValue,
        OptionalDouble min,
        OptionalDouble max,
        String unit,
        boolean secret,
        List<String> excludedFromKey,
        boolean shorthand,
        boolean llm,
        String replacedBy) {

    public OptionDescriptor {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(component, "component");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(defaultValue, "defaultValue");
        excludedFromKey = List.copyOf(excludedFromKey);
        if (doc.isBlank()) {
            throw new IllegalArgumentException("option " + name + " has no documentation");
        }
        if (!excludedFromKey.isEmpty()
                && !excludedFromKey.contains(Option.ANY)
                && !excludedFromKey.contains(defaultValue.orElse(""))) {
            throw new IllegalArgumentException("excludedFromKey is " + excludedFromKey + ", without its default '"
                    + defaultValue.orElse("") + "'");
        }
    }

    /** Whether this value, in its canonical spelling, gives the same artifact as the default. */
    public boolean isExcludedFromKey(String value) {
        return excludedFromKey.contains(Option.ANY) || excludedFromKey.contains(value);
    }

    /** Whether a recipe that leaves it out is an error. */
    public boolean required() {
        return defaultValue.isEmpty() && !optional;
    }
}

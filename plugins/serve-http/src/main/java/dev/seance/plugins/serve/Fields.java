// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The parameters of a request, each held to its type and range. One that is {@code null} counts as not given. What nobody
 * has asked for in the end is unknown.
 */
final class Fields {

    private final ObjectNode node;
    private final Set<String> known = new HashSet<>();

    Fields(ObjectNode node) {
        this.node = node;
    }

    /** A parameter as it is; empty when it is not given. */
    Optional<JsonNode> get(String name) {
        known.add(name);
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    OptionalDouble number(String name, double min, double max) {
        Optional<JsonNode> value = get(name);
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (!value.get().isNumber()) {
            throw wrongType(name, "a number", value.get());
        }
        double number = value.get().doubleValue();
        if (!(number >= min && number <= max)) {
            throw outOfRange(name, value.get(), shown(min), shown(max));
        }
        return OptionalDouble.of(number);
    }

    OptionalLong integer(String name, long min, long max) {
        Optional<JsonNode> value = get(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.get().isIntegralNumber()) {
            throw wrongType(name, "an integer", value.get());
        }
        if (!value.get().canConvertToLong()
                || value.get().longValue() < min
                || value.get().longValue() > max) {
            throw outOfRange(name, value.get(), Long.toString(min), Long.toString(max));
        }
        return OptionalLong.of(value.get().longValue());
    }

    boolean flag(String name) {
        Optional<JsonNode> value = get(name);
        if (value.isPresent() && !value.get().isBoolean()) {
            throw wrongType(name, "a boolean", value.get());
        }
        return value.isPresent() && value.get().booleanValue();
    }

    String text(String name) {
        JsonNode value = get(name)
                .orElseThrow(() -> ApiError.invalid(
                        name, "missing_required_parameter", "Missing required parameter: '" + name + "'."));
        if (!value.isTextual()) {
            throw wrongType(name, "a string", value);
        }
        return value.textValue();
    }

    /** Refuses what has not been asked for by now. */
    void refuseUnknown() {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw ApiError.invalid(name, "unknown_parameter", "Unknown parameter: '" + name + "'.");
            }
        }
    }

    static ApiError wrongType(String name, String expected, JsonNode found) {
        return ApiError.invalid(
                name,
                "invalid_type",
                "Invalid type for '" + name + "': expected " + expected + ", but got "
                        + found.getNodeType().name().toLowerCase(Locale.ROOT) + " instead.");
    }

    private static ApiError outOfRange(String name, JsonNode found, String min, String max) {
        return ApiError.invalid(
                name,
                "invalid_value",
                "Invalid value for '" + name + "': expected " + min + " to " + max + ", but got " + found.asText()
                        + ".");
    }

    private static String shown(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }
}

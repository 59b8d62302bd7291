// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.plugin.OptionDescriptor;
import dev.seance.api.plugin.OptionType;
import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.core.recipe.RawText;
import java.math.BigDecimal;
import java.util.Collection;

/**
 * The JSON Schema of options. What is not text may also be {@code ${env:NAME}}. Required options are described but not
 * demanded: the recipe that this one extends may give them.
 */
final class OptionSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private OptionSchema() {}

    /** The schema of a mapping of options. */
    static ObjectNode of(OptionsDescriptor descriptor) {
        ObjectNode properties = JSON.objectNode();
        for (OptionDescriptor option : descriptor.options()) {
            properties.set(option.name(), of(option));
        }
        return closed(properties);
    }

    /** A mapping with these keys and no others; it may be left empty. */
    static ObjectNode closed(ObjectNode properties) {
        ObjectNode schema = JSON.objectNode();
        schema.putArray("type").add("object").add("null");
        schema.set("properties", properties);
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode of(OptionDescriptor option) {
        ObjectNode schema = JSON.objectNode();
        schema.put("description", description(option));
        option.defaultValue().ifPresent(value -> schema.put("default", value));
        if (!option.replacedBy().isEmpty()) {
            schema.put("deprecated", true);
        }
        schema.setAll(of(option.type(), option));
        return schema;
    }

    private static String description(OptionDescriptor option) {
        String unit = option.unit().isEmpty() ? "" : " Unit: " + option.unit() + ".";
        String required = option.required() ? " Required." : "";
        String instead = option.replacedBy().isEmpty() ? "" : " Use '" + option.replacedBy() + "' instead.";
        return option.doc() + unit + required + instead;
    }

    private static ObjectNode of(OptionType type, OptionDescriptor option) {
        return switch (type.kind()) {
            case TEXT, PATH -> text();
            case WHOLE -> orFromEnvironment(bounded("integer", option));
            case REAL -> orFromEnvironment(bounded("number", option));
            case FLAG -> orFromEnvironment(JSON.objectNode().put("type", "boolean"));
            case CHOICE -> orFromEnvironment(choice(type.choices()));
            case LIST -> {
                ObjectNode schema = JSON.objectNode().put("type", "array");
                schema.set("items", of(type.element().orElseThrow(), option));
                yield schema;
            }
            case MAP -> {
                ObjectNode schema = JSON.objectNode().put("type", "object");
                schema.set("additionalProperties", of(type.element().orElseThrow(), option));
                yield schema;
            }
            case GROUP -> group(type.group());
        };
    }

    private static ObjectNode group(OptionsDescriptor inner) {
        if (inner.shorthand().isEmpty()) {
            return of(inner);
        }
        OptionDescriptor shorthand = inner.shorthand().get();
        ObjectNode either = JSON.objectNode();
        either.putArray("oneOf").add(of(shorthand.type(), shorthand)).add(of(inner));
        return either;
    }

    /** Texts need no quotes in YAML, so that an editor may see a number, a flag or a date. */
    private static ObjectNode text() {
        ObjectNode schema = JSON.objectNode();
        schema.putArray("type").add("string").add("number").add("boolean");
        return schema;
    }

    static ObjectNode choice(Collection<String> names) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode values = schema.putArray("enum");
        names.forEach(values::add);
        return schema;
    }

    private static ObjectNode bounded(String type, OptionDescriptor option) {
        ObjectNode schema = JSON.objectNode().put("type", type);
        option.min().ifPresent(min -> schema.put("minimum", number(min)));
        option.max().ifPresent(max -> schema.put("maximum", number(max)));
        return schema;
    }

    /** 257.0 is written 257. */
    private static BigDecimal number(double bound) {
        return new BigDecimal(RawText.canonical(BigDecimal.valueOf(bound)));
    }

    static ObjectNode orFromEnvironment(ObjectNode schema) {
        ObjectNode either = JSON.objectNode();
        either.putArray("anyOf")
                .add(schema)
                .add(JSON.objectNode().put("type", "string").put("pattern", "\\$\\{env:"));
        return either;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as maps in the order of the file, lists, strings, numbers, booleans and null. Only for what is small: the tens
 * of thousands of tokens and merges are read as they come, which halves the time that a chat needs to start.
 */
final class Json {

    /** Far more than any vocabulary has; keeps a wrong file from filling the memory. */
    private static final long MAX_CHARACTERS = 256L << 20;

    // Names are tokens here, each seen once: to remember them for the next file costs more than the reading.
    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_CHARACTERS)
                    .maxNestingDepth(100)
                    .build())
            .build();

    private Json() {}

    /** Reads the value whose first token is the parser's present one. */
    static Object read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    if (fields.containsKey(name)) {
                        throw duplicate(parser, name);
                    }
                    fields.put(name, read(parser));
                }
                yield fields;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(parser));
                }
                yield items;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    /** A name that stands twice in one object: clients differ in which one they take. */
    static JsonParseException duplicate(JsonParser parser, String name) {
        return new JsonParseException(parser, "'" + name + "' is there twice", parser.currentTokenLocation());
    }

    /** A field of an object; null when it is no object or has no such field. */
    static Object field(Object value, String name) {
        return value instanceof Map<?, ?> fields ? fields.get(name) : null;
    }

    /** A field that is a text, or null. */
    static String text(Object value, String name) {
        return field(value, name) instanceof String text ? text : null;
    }

    /** The items of a list; none when it is no list. */
    static List<?> items(Object value) {
        return value instanceof List<?> items ? items : List.of();
    }

    /** A value as a file has it, cut where it is long. */
    static String shown(Object value) {
        String text;
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
                write(generator, value);
            }
            text = bytes.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        if (value instanceof Map<?, ?> fields) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                generator.writeFieldName((String) field.getKey());
                write(generator, field.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> items) {
            generator.writeStartArray();
            for (Object item : items) {
                write(generator, item);
            }
            generator.writeEndArray();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value == null) {
            generator.writeNull();
        } else {
            generator.writeNumber(value.toString());
        }
    }
}

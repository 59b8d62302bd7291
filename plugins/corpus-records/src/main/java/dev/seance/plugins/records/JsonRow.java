// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** A line of JSON as a row: its keys with their values as text. */
final class JsonRow {

    // A record may be a whole book; how long a line may be is limited before it is parsed.
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final int KEYS_SHOWN = 30;

    private JsonRow() {}

    /** The values by key, in the line's order; null for null. Arrays and objects are JSON again. */
    static Map<String, String> parse(ByteLines line) throws BadRow {
        String shape = "each line has to be one JSON object such as {\"id\": \"a\", \"text\": \"...\"}";
        try (JsonParser json = JSON.createParser(line.buffer(), line.start(), line.length())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new BadRow("invalid JSON", "found " + json.currentToken() + " where an object begins", shape);
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                if (token.isStructStart()) {
                    row.put(name, copied(json));
                } else {
                    row.put(name, token == JsonToken.VALUE_NULL ? null : json.getText());
                }
            }
            if (json.nextToken() != null) {
                throw new BadRow("invalid JSON", "something follows the object", shape);
            }
            return row;
        } catch (IOException e) {
            throw invalid(e, shape);
        }
    }

    private static String copied(JsonParser json) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = JSON.createGenerator(text)) {
            copy.copyCurrentStructure(json);
        }
        return text.toString();
    }

    /** What is wrong with a line that the parser refused. */
    static BadRow invalid(IOException e, String shape) {
        String message = e instanceof JsonProcessingException json
                ? json.getOriginalMessage().lines().findFirst().orElse("")
                        + (json.getLocation() == null
                                ? ""
                                : ", column " + json.getLocation().getColumnNr())
                : "" + e.getMessage();
        if (message.contains("UTF-8") || message.contains("UTF-32")) {
            return new BadRow("not UTF-8", message, "convert the file to UTF-8");
        }
        return new BadRow("invalid JSON", message, shape);
    }

    /** The keys of a line that is valid JSON, for messages. */
    static String keys(ByteLines line) throws IOException {
        StringBuilder keys = new StringBuilder();
        try (JsonParser json = JSON.createParser(line.buffer(), line.start(), line.length())) {
            json.nextToken();
            int count = 0;
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (count++ < KEYS_SHOWN) {
                    keys.append(count == 1 ? "" : ", ")
                            .append('\'')
                            .append(name)
                            .append('\'');
                }
                json.nextToken();
                json.skipChildren();
            }
            return count == 0 ? "no keys" : keys + (count > KEYS_SHOWN ? ", ..." : "");
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads pages from lines of JSON, in either spelling of the keys. One thread. */
final class PageJson {

    /** Columns that say nothing of the item. */
    private static final Set<String> OF_THE_PAGE = Set.of("empty_pg", "std_wc_ocr");

    // Programs write the mean of no words as NaN, which is no JSON.
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final String SHAPE =
            "each line has to be one JSON object with record_id, pg and text, as the library publishes them";

    /** Normalized by raw name: there are two dozen of them, and millions of pages. */
    private final Map<String, String> names = new HashMap<>();

    private String previous = "";

    /** The page on a line. */
    PageRow parse(ByteLines line) throws BadRow {
        try (JsonParser json = JSON.createParser(line.buffer(), line.start(), line.length())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new BadRow("invalid JSON", "found " + json.currentToken() + " where { begins a page", SHAPE);
            }
            PageRow page = page(json, line);
            if (json.nextToken() != null) {
                throw new BadRow("invalid JSON", "something follows the object", SHAPE);
            }
            previous = page.record();
            return page;
        } catch (IOException e) {
            throw JsonRow.invalid(e, SHAPE);
        }
    }

    /** The record id on a line, or "" when it has none; for an index, which leaves it to {@link #parse} to report. */
    static String recordId(ByteLines line) {
        try (JsonParser json = JSON.createParser(line.buffer(), line.start(), line.length())) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    json.nextToken();
                    if (name.equals(PageRow.RECORD)) {
                        return PageRow.recordId(value(json));
                    }
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            return "";
        }
        return "";
    }

    private PageRow page(JsonParser json, ByteLines line) throws IOException, BadRow {
        String record = "";
        String number = "";
        String text = null;
        double confidence = Double.NaN;
        Map<String, String> catalogue = null;
        boolean known = false;
        for (String raw = json.nextFieldName(); raw != null; raw = json.nextFieldName()) {
            String name = names.computeIfAbsent(raw, Columns::normalized);
            JsonToken token = json.nextToken();
            switch (name) {
                case PageRow.RECORD -> {
                    record = PageRow.recordId(value(json));
                    known = record.equals(previous);
                }
                case PageRow.NUMBER -> number = value(json);
                case PageRow.TEXT -> text = value(json);
                case PageRow.CONFIDENCE -> confidence = confidence(json, token);
                default -> {
                    if (token.isStructStart()) {
                        json.skipChildren();
                    } else if (!known && token != JsonToken.VALUE_NULL && !OF_THE_PAGE.contains(name)) {
                        catalogue = catalogue == null ? new TreeMap<>() : catalogue;
                        catalogue.put(name, json.getText());
                    }
                }
            }
        }
        if (record.isEmpty() || text == null) {
            throw new BadRow(
                    "no " + (record.isEmpty() ? PageRow.RECORD : PageRow.TEXT),
                    "the line has " + JsonRow.keys(line),
                    SHAPE);
        }
        return new PageRow(
                record,
                number,
                PageText.of(text),
                Double.isNaN(confidence) ? Optional.empty() : Optional.of(confidence),
                known || catalogue == null ? Map.of() : catalogue);
    }

    private static double confidence(JsonParser json, JsonToken token) throws IOException {
        // Some exports have all values as strings.
        if (token == JsonToken.VALUE_STRING) {
            return PageText.number(json.getText());
        }
        return token.isNumeric() ? json.getDoubleValue() : Double.NaN;
    }

    private static String value(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token.isStructStart()) {
            json.skipChildren();
            return "";
        }
        return token == JsonToken.VALUE_NULL ? "" : json.getText();
    }
}

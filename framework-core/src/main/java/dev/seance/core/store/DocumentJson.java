// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Provenance;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/** A document as one line of a corpus's {@code .jsonl.zst}; fields that are not known are left out. */
final class DocumentJson {

    private DocumentJson() {}

    /** Writes the fields one after the other, because a whole line in memory would be several times a large text. */
    static void write(Document document, Writer out) throws IOException {
        try (JsonGenerator json = Json.mapper().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            json.writeStartObject();
            put(json, "id", document.id());
            put(json, "title", document.title());
            put(json, "author", document.author());
            if (document.year().isPresent()) {
                json.writeNumberField("year", document.year().get());
            }
            put(json, "language", document.language());
            put(json, "place", document.place());
            if (document.ocrConfidence().isPresent()) {
                json.writeNumberField("ocr_confidence", document.ocrConfidence().get());
            }
            if (!document.attributes().isEmpty()) {
                json.writeObjectFieldStart("attributes");
                for (Map.Entry<String, String> attribute : document.attributes().entrySet()) {
                    put(json, attribute.getKey(), attribute.getValue());
                }
                json.writeEndObject();
            }
            put(json, "source", document.provenance().source());
            put(json, "location", document.provenance().location());
            put(json, "licence", document.provenance().licence());
            json.writeStringField("text", Utf8.wellFormed(document.text()));
            json.writeEndObject();
        }
    }

    private static void put(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, Utf8.wellFormed(value));
        }
    }

    static Document read(String line) throws IOException {
        JsonNode row = Json.mapper().readTree(line);
        Document.Builder document = Document.of(
                        row.path("id").asText(), row.path("text").asText())
                .title(row.path("title").asText(""))
                .author(row.path("author").asText(""))
                .language(row.path("language").asText(""))
                .place(row.path("place").asText(""))
                .provenance(new Provenance(
                        row.path("source").asText(""),
                        row.path("location").asText(""),
                        row.path("licence").asText("")));
        if (row.has("year")) {
            document.year(row.path("year").asInt());
        }
        row.path("attributes")
                .properties()
                .forEach(attribute -> document.attribute(
                        attribute.getKey(), attribute.getValue().asText()));
        if (row.has("ocr_confidence")) {
            document.ocrConfidence(row.path("ocr_confidence").asDouble());
        }
        return document.build();
    }
}

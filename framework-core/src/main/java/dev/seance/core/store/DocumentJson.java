// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Provenance;
import java.io.IOException;

/** A document as one line of a corpus's {@code .jsonl.zst}; fields that are not known are left out. */
final class DocumentJson {

    private DocumentJson() {}

    static String write(Document document) {
        ObjectNode row = Json.mapper().createObjectNode();
        row.put("id", document.id());
        put(row, "title", document.title());
        put(row, "author", document.author());
        document.year().ifPresent(year -> row.put("year", year));
        put(row, "language", document.language());
        put(row, "place", document.place());
        document.ocrConfidence().ifPresent(confidence -> row.put("ocr_confidence", confidence));
        put(row, "source", document.provenance().source());
        put(row, "location", document.provenance().location());
        put(row, "licence", document.provenance().licence());
        row.put("text", document.text());
        return Json.line(row);
    }

    private static void put(ObjectNode row, String name, String value) {
        if (!value.isEmpty()) {
            row.put(name, value);
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
        if (row.has("ocr_confidence")) {
            document.ocrConfidence(row.path("ocr_confidence").asDouble());
        }
        return document.build();
    }
}

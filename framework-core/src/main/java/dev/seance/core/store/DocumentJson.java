// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Provenance;
import java.io.IOException;

/** A document as one line of a corpus's {@code .jsonl.zst}; fields that are not known are left out. */
final class DocumentJson {

    private DocumentJson() {}

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

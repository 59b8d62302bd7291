// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.tokenizer;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.seance.api.tokenizer.TokenBuffer;
import dev.seance.core.store.Json;
import java.io.IOException;

/**
 * Prints {@code {"documents": [{"name", "bytes", "ids": []}]}}, as it goes. After a failure the brackets stay open: half
 * an answer must not look like a whole one.
 */
final class TokenJson implements TokenOutput {

    private final JsonGenerator out;

    TokenJson() throws IOException {
        out = Json.mapper().createGenerator(System.out);
        out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        out.writeStartObject();
        out.writeArrayFieldStart("documents");
    }

    @Override
    public void document(String name, long bytes, TokenBuffer tokens) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", name);
        out.writeNumberField("bytes", bytes);
        out.writeArrayFieldStart("ids");
        for (int i = 0; i < tokens.size(); i++) {
            out.writeNumber(tokens.get(i));
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    @Override
    public void finish() throws IOException {
        out.writeEndArray();
        out.writeEndObject();
        out.writeRaw('\n');
        out.close();
    }
}

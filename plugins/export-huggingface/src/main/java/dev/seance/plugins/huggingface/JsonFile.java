// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a small JSON object of somebody else's. */
final class JsonFile {

    /** An index of a model of many shards has some hundred kilobytes. */
    private static final long MAX_BYTES = 32 << 20;

    private JsonFile() {}

    /** @throws UserError when it is not there, too large, or no JSON object */
    static JsonNode read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserError(file + " is missing; give the folder of a model of Hugging Face's transformers");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new UserError(file + " has " + Files.size(file) + " bytes; no model's is as large");
        }
        try {
            JsonNode node = new ObjectMapper().readTree(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            if (node != null && node.isObject()) {
                return node;
            }
            throw new UserError(file + " is no JSON object; restore it from a copy");
        } catch (JsonProcessingException e) {
            throw new UserError(file + " is damaged: " + e.getOriginalMessage() + "; restore it from a copy", e);
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.core.store.Digests;
import dev.seance.core.store.Json;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as it is kept: the exact words, as JSON, and the key under which its answer is found again.
 *
 * @param json the request and its parameters
 * @param key SHA-256 of the provider, the model, the provider's options that answers depend on, and the request with which
 *     of its answers is wanted
 */
record LoggedRequest(String json, String key) {

    static LoggedRequest of(String provider, String model, Map<String, String> options, LlmRequest request) {
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("system", request.system());
        ArrayNode turns = node.putArray("messages");
        for (Turn turn : request.turns()) {
            turns.addObject()
                    .put("role", turn.role().name().toLowerCase(Locale.ROOT))
                    .put("content", turn.text());
        }
        node.put("temperature", request.temperature());
        node.put("max_tokens", request.maxTokens());
        node.put("sample", request.sample());
        String json = Json.line(node);
        ObjectNode asked = Json.mapper().createObjectNode();
        asked.put("provider", provider).put("model", model);
        asked.set("options", Json.mapper().valueToTree(new TreeMap<>(options)));
        asked.put("request", json);
        return new LoggedRequest(json, Digests.of(Json.line(asked)));
    }
}

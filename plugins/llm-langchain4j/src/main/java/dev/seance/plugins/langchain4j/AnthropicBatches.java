// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.synthesis.BatchAnswer;
import dev.seance.api.synthesis.LlmBatchClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmRequest;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Anthropic's message batches, for which LangChain4j has no client. */
final class AnthropicBatches implements LlmBatchClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "2023-06-01";
    private static final long MAX_BYTES = 255L * 1000 * 1000;

    /** Of a request: its id of 64 digits, and the names of the two fields. */
    private static final int AROUND_BYTES = 100;

    private static final int PAGE = 100;
    private static final int MOST_PAGES = 10;

    private final HttpClient http;
    private final String address;
    private final String key;
    private final String model;
    private final Failures failures;
    private final BatchResults results;

    /**
     * @param address the service's, with its version and without a slash at the end
     * @param key the key
     * @param model the model's name
     */
    AnthropicBatches(HttpClient http, String address, String key, String model, Failures failures) {
        this.http = http;
        this.address = address + "/messages/batches";
        this.key = key;
        this.model = model;
        this.failures = failures;
        this.results = new BatchResults(failures);
    }

    /** What the service takes in one batch: 256 MB, and some room for what stands around the requests. */
    @Override
    public long maxBytes() {
        return MAX_BYTES;
    }

    @Override
    public long bytes(LlmRequest request) {
        return params(request).toString().getBytes(StandardCharsets.UTF_8).length + AROUND_BYTES;
    }

    @Override
    public String submit(Map<String, LlmRequest> requests) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode all = body.putArray("requests");
        requests.forEach((id, request) -> {
            ObjectNode one = all.addObject();
            one.put("custom_id", id);
            one.set("params", params(request));
        });
        return text(tree(sent(HttpMethod.POST, address, body.toString())), "id");
    }

    private ObjectNode params(LlmRequest request) {
        ObjectNode params = JSON.createObjectNode();
        params.put("model", model).put("max_tokens", request.maxTokens()).put("temperature", request.temperature());
        if (!request.system().isBlank()) {
            params.put("system", request.system());
        }
        ArrayNode messages = params.putArray("messages");
        for (Turn turn : request.turns()) {
            messages.addObject()
                    .put("role", turn.role() == Role.USER ? "user" : "assistant")
                    .put("content", turn.text());
        }
        return params;
    }

    @Override
    public List<String> find(int requests, Instant notBefore) {
        List<String> found = new ArrayList<>();
        String after = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode list = tree(sent(HttpMethod.GET, address + "?limit=" + PAGE + after, null));
            // The newest come first.
            for (JsonNode batch : list.path("data")) {
                if (created(batch).isBefore(notBefore)) {
                    return found;
                }
                if (count(batch) == requests) {
                    found.add(0, text(batch, "id"));
                }
            }
            if (!list.path("has_more").asBoolean()) {
                return found;
            }
            after = "&after_id=" + text(list, "last_id");
        }
        return found;
    }

    private static int count(JsonNode batch) {
        int count = 0;
        for (JsonNode some : batch.path("request_counts")) {
            count += some.asInt();
        }
        return count;
    }

    private Instant created(JsonNode batch) {
        try {
            return OffsetDateTime.parse(text(batch, "created_at")).toInstant();
        } catch (DateTimeException e) {
            throw failures.unreadable("created_at of a batch is no time");
        }
    }

    @Override
    public Optional<Map<String, BatchAnswer>> answers(String batch) {
        JsonNode status = tree(sent(HttpMethod.GET, address + "/" + batch, null));
        if (!text(status, "processing_status").equals("ended")) {
            return Optional.empty();
        }
        if (!status.path("results_url").isTextual()) {
            // Older than 29 days: the service has thrown them away.
            return Optional.of(Map.of());
        }
        // Not the address that the answer names: the key goes nowhere but where the recipe says.
        Map<String, BatchAnswer> answers = results.read(sent(HttpMethod.GET, address + "/" + batch + "/results", null));
        if (answers.size() < count(status)) {
            // What is missing would be bought again.
            throw failures.unreadable("it has " + answers.size() + " of " + count(status) + " results");
        }
        return Optional.of(answers);
    }

    private String sent(HttpMethod method, String url, String body) {
        HttpRequest.Builder request = HttpRequest.builder()
                .method(method)
                .url(url)
                .addHeader("x-api-key", key)
                .addHeader("anthropic-version", VERSION);
        if (body != null) {
            request.addHeader("Content-Type", "application/json").body(body);
        }
        try {
            return http.execute(request.build()).body();
        } catch (LlmException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failures.of(e);
        }
    }

    private JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw failures.of(new UncheckedIOException(e));
        }
    }

    private String text(JsonNode node, String field) {
        if (!node.path(field).isTextual()) {
            throw failures.unreadable("it has no " + field);
        }
        return node.path(field).asText();
    }

    @Override
    public void close() {
        // The JDK's client ends with this object.
    }
}

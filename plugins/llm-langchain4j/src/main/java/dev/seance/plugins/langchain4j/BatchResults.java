// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seance.api.synthesis.BatchAnswer;
import dev.seance.api.synthesis.FinishReason;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmReply;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads the results of Anthropic's batches: a JSON a line, in any order. */
final class BatchResults {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What passes; anything else is wrong with the request or the account. */
    private static final Set<String> PASSING =
            Set.of("api_error", "overloaded_error", "rate_limit_error", "timeout_error");

    private final Failures failures;

    BatchResults(Failures failures) {
        this.failures = failures;
    }

    /** By the ids of the requests. */
    Map<String, BatchAnswer> read(String lines) {
        Map<String, BatchAnswer> answers = new HashMap<>();
        lines.lines().filter(line -> !line.isBlank()).forEach(line -> {
            JsonNode one = tree(line);
            answers.put(one.path("custom_id").asText(), answer(one.path("result")));
        });
        return answers;
    }

    private JsonNode tree(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw failures.of(new UncheckedIOException(e));
        }
    }

    private BatchAnswer answer(JsonNode result) {
        return switch (result.path("type").asText()) {
            case "succeeded" -> reply(result.path("message"));
            case "errored" -> errored(result.path("error"));
            case "expired" ->
                BatchAnswer.failed(failures.inBatch("the batch expired before the service came to this request", true));
            case "canceled" ->
                BatchAnswer.failed(failures.inBatch(
                        "the batch was canceled; run the same command again to send the rest of it again", false));
            default -> BatchAnswer.failed(failures.unreadable("a result of a batch is " + result.path("type")));
        };
    }

    private BatchAnswer errored(JsonNode response) {
        JsonNode error = response.path("error").isObject() ? response.path("error") : response;
        String type = error.path("type").asText("no type");
        return BatchAnswer.failed(
                failures.inBatch(type + ", " + error.path("message").asText("no message"), PASSING.contains(type)));
    }

    private BatchAnswer reply(JsonNode message) {
        JsonNode usage = message.path("usage");
        if (!usage.path("input_tokens").isIntegralNumber()
                || !usage.path("output_tokens").isIntegralNumber()) {
            LlmException unreadable = failures.unreadable("it does not say how many tokens it took");
            return BatchAnswer.failed(unreadable);
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode block : message.path("content")) {
            if (block.path("type").asText().equals("text")) {
                text.append(block.path("text").asText());
            }
        }
        return BatchAnswer.of(new LlmReply(
                text.toString(),
                reason(message.path("stop_reason").asText()),
                usage.path("input_tokens").asLong(),
                usage.path("output_tokens").asLong()));
    }

    private static FinishReason reason(String stopReason) {
        return switch (stopReason) {
            case "end_turn", "stop_sequence" -> FinishReason.STOP;
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            default -> FinishReason.REFUSAL;
        };
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.exception.HttpException;
import dev.seance.api.synthesis.LlmException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Says what kept a service from answering, and whether it may help to ask again. Immutable. */
final class Failures {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 300;

    /** What passes: time-outs, conflicts, rates, and the service's own troubles (529 is Anthropic's "overloaded"). */
    private static final Set<Integer> PASSING = Set.of(408, 409, 425, 429, 500, 502, 503, 504, 529);

    /** Somebody on the way gave up waiting; the work may have been done. */
    private static final Set<Integer> TOO_LATE = Set.of(408, 504);

    private static final String OUT_OF_CREDIT = "insufficient_quota";

    private final String service;
    private final String key;

    /**
     * @param service what messages call it
     * @param key what must not be in any message, or ""
     */
    Failures(String service, String key) {
        this.service = service;
        this.key = key;
    }

    LlmException of(RuntimeException failure) {
        Optional<HttpException> refusal = cause(failure, HttpException.class);
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        if (cause(failure, HttpConnectTimeoutException.class).isPresent()
                || cause(failure, ConnectException.class).isPresent()
                || cause(failure, UnresolvedAddressException.class).isPresent()) {
            return new LlmException(message("cannot be reached: " + root(failure)), true, null);
        }
        if (cause(failure, HttpTimeoutException.class).isPresent()) {
            return LlmException.lost(message("did not answer in time"), null);
        }
        if (cause(failure, JsonProcessingException.class).isPresent()) {
            return unreadable("it is no JSON");
        }
        if (cause(failure, IOException.class).isPresent()) {
            return LlmException.lost(message("the connection was cut: " + root(failure)), null);
        }
        return new LlmException(message(String.valueOf(root(failure))), false, null);
    }

    /** An answer came that is none. */
    LlmException unreadable(String why) {
        return LlmException.lost(message("its answer cannot be read: " + why), null);
    }

    /** A request of a batch came to nothing, and is not charged for. */
    LlmException inBatch(String why, boolean retriable) {
        return new LlmException(message(shortened(why)), retriable, null);
    }

    /** No cause is passed on: its message may hold what the service wrote, and that the key. */
    private LlmException refused(HttpException refusal) {
        String said = message(refusal.statusCode() + said(refusal.getMessage()));
        if (!PASSING.contains(refusal.statusCode()) || isOutOfCredit(refusal.getMessage())) {
            return new LlmException(said, false, null);
        }
        if (TOO_LATE.contains(refusal.statusCode())) {
            return LlmException.lost(said, null);
        }
        Optional<Duration> wait = refusal instanceof Refusal known ? known.retryAfter() : Optional.empty();
        return wait.map(time -> new LlmException(said, time, null)).orElseGet(() -> new LlmException(said, true, null));
    }

    /** OpenAI says 429 for an account that is empty as for one that is too quick; only the first does not pass. */
    private static boolean isOutOfCredit(String body) {
        try {
            JsonNode error = JSON.readTree(body == null ? "" : body).path("error");
            return OUT_OF_CREDIT.equals(error.path("code").asText())
                    || OUT_OF_CREDIT.equals(error.path("type").asText());
        } catch (JsonProcessingException e) {
            return false; // a proxy's page, perhaps
        }
    }

    /** The service's own words, out of the JSON that all of them use for errors. */
    private static String said(String body) {
        if (body == null || body.isBlank()) {
            return "";
        }
        try {
            JsonNode error = JSON.readTree(body).path("error");
            JsonNode message = error.isTextual() ? error : error.path("message");
            if (message.isTextual()) {
                return ", " + shortened(message.asText());
            }
        } catch (JsonProcessingException e) {
            // A proxy's page, perhaps.
        }
        return ", " + shortened(body);
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }

    private String message(String text) {
        String whole = service + ": " + text;
        return key.isEmpty() ? whole : whole.replace(key, "(key)");
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }

    private static String root(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
    }
}

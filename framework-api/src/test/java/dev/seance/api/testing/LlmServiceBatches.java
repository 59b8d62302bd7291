// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import com.sun.net.httpserver.HttpExchange;
import dev.seance.api.testing.LlmService.Fault;
import dev.seance.api.testing.LlmService.Protocol;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Anthropic's message batches at an {@link LlmService}. A batch is worked on when it comes, and ends after a given time;
 * its results are in another order than its requests. Safe for use by several threads.
 */
public final class LlmServiceBatches {

    /** What comes of a request in a batch. */
    public enum Result {
        SUCCEEDED,
        /** Declines to answer. Billed. */
        REFUSAL,
        /** The service's own trouble. Not billed, like all that follow. */
        OVERLOADED,
        /** Something is wrong with the request. */
        INVALID,
        /** A day went by first. */
        EXPIRED,
        /** Somebody has stopped the batch. */
        CANCELED,
        /** The results do not have it. */
        MISSING
    }

    private static final Protocol PROTOCOL = Protocol.ANTHROPIC;
    private static final String PATH = "/v1/messages/batches";
    private static final Pattern ID = Pattern.compile("(?<!\\\\)\"custom_id\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private final LlmService service;
    private final Map<String, Batch> batches = new LinkedHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Duration time = Duration.ZERO;
    private volatile IntFunction<Fault> faults = call -> Fault.NONE;
    private volatile IntFunction<Result> endings = request -> Result.SUCCEEDED;

    LlmServiceBatches(LlmService service) {
        this.service = service;
    }

    private record Batch(String id, int requests, List<String> results, Instant created, long ends) {

        boolean ended() {
            return ends - System.nanoTime() <= 0;
        }
    }

    /** How long the batches take that come from now on. */
    public LlmServiceBatches taking(Duration given) {
        time = given;
        return this;
    }

    /** What calls from now on meet with, by their number, from 1: to hand a batch over, to ask for it, for its results. */
    public LlmServiceBatches meeting(IntFunction<Fault> given) {
        faults = given;
        return this;
    }

    /** What comes of requests in batches from now on, by their number, from 1. */
    public LlmServiceBatches ending(IntFunction<Result> given) {
        endings = given;
        return this;
    }

    /** How many batches it has taken. */
    public synchronized int count() {
        return batches.size();
    }

    /** How many calls it has received: to hand batches over and to ask for them. */
    public int calls() {
        return calls.get();
    }

    /** How many requests came in batches. */
    public int requests() {
        return requests.get();
    }

    void serve(HttpExchange exchange) throws IOException {
        Fault fault = faults.apply(calls.incrementAndGet());
        String body = service.received(exchange, PROTOCOL);
        if (LlmService.meets(exchange, PROTOCOL, fault)) {
            return;
        }
        if (exchange.getRequestHeaders().getFirst("anthropic-version") == null) {
            refuse(exchange, 400, "invalid_request_error", "anthropic-version: header is required");
            return;
        }
        String path = exchange.getRequestURI().getPath().substring(PATH.length());
        if (path.isEmpty() && exchange.getRequestMethod().equals("POST")) {
            take(exchange, body, fault);
            return;
        }
        if (path.isEmpty()) {
            LlmService.deliver(exchange, list(), fault);
            return;
        }
        Batch batch = batch(path.replaceFirst("^/", "").replaceFirst("/results$", ""));
        if (batch == null || !exchange.getRequestMethod().equals("GET")) {
            refuse(exchange, 404, "not_found_error", "no such batch");
        } else if (!path.endsWith("/results")) {
            LlmService.deliver(exchange, status(batch), fault);
        } else if (batch.ended()) {
            LlmService.deliver(exchange, String.join("\n", batch.results()) + "\n", fault);
        } else {
            refuse(exchange, 404, "not_found_error", "no results yet");
        }
    }

    private static void refuse(HttpExchange exchange, int status, String type, String why) throws IOException {
        LlmService.send(exchange, status, PROTOCOL.error(type, why));
    }

    private synchronized Batch batch(String id) {
        return batches.get(id);
    }

    private void take(HttpExchange exchange, String body, Fault fault) throws IOException {
        List<String> taken = objects(body.substring(body.indexOf('[')));
        Set<String> ids = new HashSet<>();
        for (String request : taken) {
            String id = id(request);
            if (!VALID.matcher(id).matches() || !ids.add(id)) {
                refuse(exchange, 400, "invalid_request_error", "custom_id '" + id + "' is no id, or not the only one");
                return;
            }
        }
        List<String> results = new ArrayList<>();
        for (String request : taken) {
            Result result = endings.apply(requests.incrementAndGet());
            if (result != Result.MISSING) {
                results.add("{\"custom_id\":" + LlmService.quoted(id(request)) + ",\"result\":"
                        + result(request, result) + "}");
            }
        }
        Collections.reverse(results);
        Batch batch;
        synchronized (this) {
            batch = new Batch(
                    "msgbatch_" + (batches.size() + 1),
                    taken.size(),
                    results,
                    Instant.now(),
                    System.nanoTime() + time.toNanos());
            batches.put(batch.id(), batch);
        }
        LlmService.deliver(exchange, status(batch), fault);
    }

    private static String id(String request) {
        Matcher id = ID.matcher(request);
        return id.find() ? id.group(1) : "";
    }

    private String result(String request, Result result) {
        return switch (result) {
            case SUCCEEDED, REFUSAL ->
                "{\"type\":\"succeeded\",\"message\":" + service.reply(PROTOCOL, request, result == Result.REFUSAL)
                        + "}";
            case OVERLOADED -> errored("overloaded_error", "Overloaded");
            case INVALID -> errored("invalid_request_error", "no such model");
            case EXPIRED -> "{\"type\":\"expired\"}";
            case CANCELED -> "{\"type\":\"canceled\"}";
            case MISSING -> throw new IllegalArgumentException("has no result");
        };
    }

    private static String errored(String type, String message) {
        return "{\"type\":\"errored\",\"error\":" + PROTOCOL.error(type, message) + "}";
    }

    /** All there are, the newest first. */
    private synchronized String list() {
        List<String> all = new ArrayList<>();
        batches.values().forEach(batch -> all.add(0, status(batch)));
        return "{\"data\":[" + String.join(",", all) + "],\"has_more\":false}";
    }

    private String status(Batch batch) {
        return "{\"id\":" + LlmService.quoted(batch.id()) + ",\"type\":\"message_batch\",\"processing_status\":"
                + (batch.ended() ? "\"ended\"" : "\"in_progress\"") + ",\"created_at\":\"" + batch.created()
                + "\",\"request_counts\":{\"processing\":" + (batch.ended() ? 0 : batch.requests())
                + ",\"succeeded\":" + (batch.ended() ? batch.results().size() : 0) + "},\"results_url\":"
                + (batch.ended() ? LlmService.quoted(service.address() + PATH + "/" + batch.id() + "/results") : "null")
                + "}";
    }

    /** The objects of an array. */
    private static List<String> objects(String array) {
        List<String> objects = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        boolean quoted = false;
        for (int i = 0; i < array.length(); i++) {
            char c = array.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' && depth++ == 0) {
                begin = i;
            } else if (c == '}' && --depth == 0) {
                objects.add(array.substring(begin, i + 1));
            }
        }
        return objects;
    }
}

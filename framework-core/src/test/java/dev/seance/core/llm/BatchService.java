// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.api.synthesis.BatchAnswer;
import dev.seance.api.synthesis.FinishReason;
import dev.seance.api.synthesis.LlmBatchClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A service in memory that takes batches, and the client that one process has of it. */
final class BatchService {

    /** When a process is killed. */
    enum Kill {
        NEVER,
        BEFORE_THE_SERVICE_HAS_THE_BATCH,
        BEFORE_THE_ID_IS_HEARD,
        BEFORE_IT_ASKS_FOR_ANSWERS
    }

    private record Taken(Map<String, LlmRequest> requests, Instant when) {}

    private final Map<String, Taken> batches = new LinkedHashMap<>();
    private final Map<String, LlmException> failing = new HashMap<>();
    private final List<LlmException> refusals = new ArrayList<>();
    private final List<LlmException> silences = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private boolean working = true;
    private boolean losesNextId;
    private long maxBytes = Long.MAX_VALUE;

    /** Takes no more than so many bytes in a batch, at ten a request. */
    synchronized void limit(long bytes) {
        maxBytes = bytes;
    }

    private synchronized long maxBytes() {
        return maxBytes;
    }

    /** Batches that are there do not end until it works again. */
    synchronized void stopWorking() {
        working = false;
    }

    synchronized void work() {
        working = true;
    }

    /** The next batch is not taken. */
    synchronized void refuse(LlmException why) {
        refusals.add(why);
    }

    /** The next question for a batch gets no answer. */
    synchronized void beSilent(LlmException why) {
        silences.add(why);
    }

    /** The next batch is taken, and the client does not hear of it. */
    synchronized void loseNextId() {
        losesNextId = true;
    }

    /** A request with that text comes to this, once; null for no result. */
    synchronized void fail(String text, LlmException why) {
        failing.put(text, why);
    }

    /** A batch of somebody else. */
    synchronized void take(Map<String, LlmRequest> requests) {
        batches.put("batch-" + (batches.size() + 1), new Taken(Map.copyOf(requests), Instant.now()));
    }

    /** How many requests each batch had. */
    synchronized List<Integer> sizes() {
        return batches.values().stream().map(batch -> batch.requests().size()).toList();
    }

    /** How often it was asked for a batch. */
    int asked() {
        return asked.get();
    }

    /** The texts of all requests in all batches. */
    synchronized List<String> requests() {
        return batches.values().stream()
                .flatMap(batch -> batch.requests().values().stream())
                .map(BatchService::text)
                .toList();
    }

    private static String text(LlmRequest request) {
        return request.turns().get(0).text();
    }

    private synchronized Optional<Map<String, BatchAnswer>> answers(String id) {
        asked.incrementAndGet();
        if (!silences.isEmpty()) {
            throw silences.remove(0);
        }
        if (!working) {
            return Optional.empty();
        }
        Map<String, BatchAnswer> answers = new HashMap<>();
        batches.get(id).requests().forEach((key, request) -> {
            String text = text(request);
            if (!failing.containsKey(text)) {
                answers.put(key, BatchAnswer.of(new LlmReply("re: " + text, FinishReason.STOP, 3, 2)));
            } else if (failing.get(text) != null) {
                answers.put(key, BatchAnswer.failed(failing.get(text)));
            }
        });
        batches.get(id).requests().values().forEach(request -> failing.remove(text(request)));
        return Optional.of(answers);
    }

    private synchronized List<String> find(int requests, Instant notBefore) {
        return batches.entrySet().stream()
                .filter(batch -> batch.getValue().requests().size() == requests
                        && !batch.getValue().when().isBefore(notBefore))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The client of a process that is killed at some time: from then on its thread does nothing any more. */
    LlmBatchClient client(Kill kill) {
        return new LlmBatchClient() {

            @Override
            public String submit(Map<String, LlmRequest> requests) {
                hangIf(kill == Kill.BEFORE_THE_SERVICE_HAS_THE_BATCH);
                synchronized (BatchService.this) {
                    if (!refusals.isEmpty()) {
                        throw refusals.remove(0);
                    }
                    take(requests);
                    if (losesNextId) {
                        losesNextId = false;
                        throw LlmException.lost("the connection was cut", null);
                    }
                }
                hangIf(kill == Kill.BEFORE_THE_ID_IS_HEARD);
                return "batch-" + sizes().size();
            }

            @Override
            public long maxBytes() {
                return BatchService.this.maxBytes();
            }

            @Override
            public long bytes(LlmRequest request) {
                return 10;
            }

            @Override
            public List<String> find(int requests, Instant notBefore) {
                return BatchService.this.find(requests, notBefore);
            }

            @Override
            public Optional<Map<String, BatchAnswer>> answers(String batch) {
                hangIf(kill == Kill.BEFORE_IT_ASKS_FOR_ANSWERS);
                return BatchService.this.answers(batch);
            }

            @Override
            public void close() {}
        };
    }

    private static void hangIf(boolean killed) {
        if (killed) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.core.store.CallLog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One language model as a step asks it. An answer that was bought before, by this run or another, is taken from the {@link
 * CallLog}; any other is bought within the model's rates and the run's budget, and the request is sent again when the
 * service could not answer. Safe for use by several threads: equal requests at the same time are sent once.
 *
 * <p>Closing it does nothing; {@link RecipeLlms} closes what it sends with.
 */
final class StepLlm implements LlmClient {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final OpenLlm llm;
    private final StepCalls step;
    private final Sender sender;
    private final Map<String, CompletableFuture<LlmReply>> asking = new ConcurrentHashMap<>();

    StepLlm(OpenLlm llm, StepCalls step) {
        this.llm = llm;
        this.step = step;
        this.sender = llm.batches()
                .<Sender>map(queue -> new BatchSender(llm, queue, step))
                .orElseGet(() -> new SingleSender(llm, step));
    }

    @Override
    public LlmReply ask(LlmRequest request) {
        LoggedRequest logged = LoggedRequest.of(llm.provider(), llm.model(), llm.options(), request);
        CompletableFuture<LlmReply> mine = new CompletableFuture<>();
        CompletableFuture<LlmReply> other = asking.putIfAbsent(logged.key(), mine);
        if (other != null) {
            return answerOf(other);
        }
        try {
            LlmReply reply = step.log().answer(logged.key()).orElseGet(() -> buy(request, logged));
            mine.complete(reply);
            return reply;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            asking.remove(logged.key(), mine);
        }
    }

    private static LlmReply answerOf(CompletableFuture<LlmReply> other) {
        try {
            return other.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private LlmReply buy(LlmRequest request, LoggedRequest logged) {
        for (int failures = 0; ; failures++) {
            try {
                return sender.send(request, logged);
            } catch (LlmException e) {
                if (!e.retriable() || failures == llm.terms().maxRetries()) {
                    throw e;
                }
                e.retryAfter().ifPresent(llm.rate()::leaveAlone);
                step.waiting().await(e.retryAfter().orElse(backoff(failures)));
            }
        }
    }

    /** Doubles with every failure; a random half of it, so that requests that failed together do not come together. */
    private static Duration backoff(int failures) {
        long most = Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << Math.min(failures, 10));
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }

    @Override
    public void close() {
        // what it sends with is shared by all steps
    }
}

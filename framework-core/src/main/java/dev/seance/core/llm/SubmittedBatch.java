// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.api.synthesis.BatchAnswer;
import dev.seance.api.synthesis.LlmBatchClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.core.recipe.LlmTerms;
import dev.seance.core.store.CallLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A batch that a service has, or may have: where nobody heard its id it is looked for first. Used by the thread of a {@link
 * BatchQueue} alone.
 */
final class SubmittedBatch {

    /** How far the clocks of this machine and of the service may be apart. */
    private static final Duration CLOCKS = Duration.ofMinutes(10);

    private final String sent;
    private final Map<Long, BatchedCall> calls;
    private final BatchTimes times;
    private final Set<String> others = new HashSet<>();
    private String id;
    private boolean guessed;
    private Duration poll;
    private long due;

    /**
     * @param id the batch's id at the service, or ""
     * @param sent when it was handed over, as ISO-8601
     * @param calls by their ids in the log
     */
    SubmittedBatch(String id, String sent, Map<Long, BatchedCall> calls, BatchTimes times) {
        this.id = id;
        this.sent = sent;
        this.calls = Map.copyOf(calls);
        this.times = times;
        this.poll = times.firstPoll();
        this.due = System.nanoTime() + poll.toNanos();
    }

    /** What messages call it. */
    String name() {
        return id.isEmpty() ? "handed over at " + sent : id;
    }

    /** For the step's user. */
    String inWords() {
        return id.isEmpty()
                ? String.format(
                        Locale.ROOT,
                        "a batch of %,d requests, handed over at %s, is looked for at the service",
                        calls.size(),
                        sent)
                : String.format(Locale.ROOT, "batch %s is under way with %,d requests", id, calls.size());
    }

    Collection<BatchedCall> calls() {
        return calls.values();
    }

    /** How long until it is to be asked for. */
    long nanosUntilDue(long now) {
        return due - now;
    }

    /**
     * It is not done yet.
     *
     * @param least how long the service wants to be left alone
     */
    void later(Duration least) {
        poll = times.after(poll);
        due = System.nanoTime() + (least.compareTo(poll) > 0 ? least : poll).toNanos();
    }

    /**
     * Asks the service for what came of it.
     *
     * @return empty while it is not known
     * @throws LlmException as {@link LlmBatchClient#answers}
     */
    Optional<Map<String, BatchAnswer>> ask(LlmBatchClient client, CallLog log) {
        if (id.isEmpty()) {
            return look(client, log);
        }
        Optional<Map<String, BatchAnswer>> answers = client.answers(id);
        if (guessed
                && answers.isPresent()
                && calls.values().stream().noneMatch(call -> answers.get().containsKey(call.key()))) {
            // Somebody else's, of the same size and about the same time.
            others.add(id);
            return look(client, log);
        }
        return answers;
    }

    private Optional<Map<String, BatchAnswer>> look(LlmBatchClient client, CallLog log) {
        Optional<String> found = client.find(calls.size(), Instant.parse(sent).minus(CLOCKS)).stream()
                .filter(batch -> !others.contains(batch) && !log.knowsBatch(batch))
                .findFirst();
        if (found.isPresent()) {
            log.submitted(calls.keySet(), found.get());
            id = found.get();
            guessed = true;
            return Optional.empty();
        }
        BatchAnswer none = BatchAnswer.failed(new LlmException("the service has not taken the batch", true, null));
        return Optional.of(calls.values().stream().collect(Collectors.toMap(BatchedCall::key, call -> none)));
    }

    /** Writes down what came of each request, all at once. */
    void write(Map<String, BatchAnswer> answers, LlmTerms terms, RunCalls run) {
        String now = run.now();
        run.log()
                .together(() -> calls.forEach((row, call) -> {
                    BatchAnswer answer = answerTo(call, answers);
                    answer.reply().ifPresent(reply -> run.log().answered(row, reply, usd(call, answers, terms), now));
                    answer.failure().ifPresent(failure -> run.log()
                            .failed(row, failure.getMessage(), usd(call, answers, terms), now));
                }));
    }

    /** Tells whoever waits. */
    void complete(Map<String, BatchAnswer> answers) {
        for (BatchedCall call : calls.values()) {
            BatchAnswer answer = answerTo(call, answers);
            answer.reply().ifPresent(call.answer()::complete);
            answer.failure().ifPresent(call.answer()::completeExceptionally);
        }
    }

    private BatchAnswer answerTo(BatchedCall call, Map<String, BatchAnswer> answers) {
        BatchAnswer answer = answers.get(call.key());
        return answer != null
                ? answer
                : BatchAnswer.failed(LlmException.lost("the results of batch " + name() + " do not have it", null));
    }

    /** What a request cost, or may have. */
    double usd(BatchedCall call, Map<String, BatchAnswer> answers, LlmTerms terms) {
        BatchAnswer answer = answerTo(call, answers);
        return answer.reply()
                .map(reply -> terms.usd(reply.inputTokens(), reply.outputTokens()))
                .orElseGet(() -> answer.failure().orElseThrow().mayBeCharged() ? call.mostUsd() : 0);
    }
}

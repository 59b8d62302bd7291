// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.api.synthesis.BatchAnswer;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.core.recipe.LlmTerms;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** A batch that a service has. Used by the thread of a {@link BatchQueue} alone. */
final class SubmittedBatch {

    private final String id;
    private final Map<Long, BatchedCall> calls;
    private final BatchTimes times;
    private Duration poll;
    private long due;

    /** @param calls by their ids in the log */
    SubmittedBatch(String id, Map<Long, BatchedCall> calls, BatchTimes times) {
        this.id = id;
        this.calls = Map.copyOf(calls);
        this.times = times;
        this.poll = times.firstPoll();
        this.due = System.nanoTime() + poll.toNanos();
    }

    String id() {
        return id;
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

    /** Writes down what came of each request, all at once. */
    void write(Map<String, BatchAnswer> answers, LlmTerms terms, RunCalls run) {
        String now = run.now();
        run.log()
                .together(() -> calls.forEach((row, call) -> {
                    BatchAnswer answer = answerTo(call, answers);
                    answer.reply().ifPresent(reply -> run.log().answered(row, reply, usd(reply, terms), now));
                    answer.failure().ifPresent(failure -> run.log()
                            .failed(row, failure.getMessage(), failure.mayBeCharged() ? call.mostUsd() : 0, now));
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
                : BatchAnswer.failed(LlmException.lost("the results of batch " + id + " do not have it", null));
    }

    private static double usd(LlmReply reply, LlmTerms terms) {
        return terms.usd(reply.inputTokens(), reply.outputTokens());
    }
}

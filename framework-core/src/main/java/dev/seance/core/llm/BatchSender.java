// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.api.run.StopException;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends a step's requests in batches, within the run's budget. One that is in a batch already is not sent again.
 *
 * @param llm the model
 * @param queue its batches
 * @param step for whom
 */
record BatchSender(OpenLlm llm, BatchQueue queue, StepCalls step) implements Sender {

    /** A thousand threads wait here at once. */
    private static final long LOOK_MILLIS = 500;

    @Override
    public LlmReply send(LlmRequest request, LoggedRequest logged) {
        Optional<BatchedCall> earlier = queue.underWay(logged.key());
        if (earlier.isPresent()) {
            return earlier(earlier.get());
        }
        // It may have come since the caller looked.
        Optional<LlmReply> arrived = step.log().answer(logged.key());
        return arrived.orElseGet(() -> buy(request, logged));
    }

    private LlmReply buy(LlmRequest request, LoggedRequest logged) {
        double mostUsd = MostTokens.of(request).usd(llm.terms());
        llm.enter(step.waiting());
        try {
            step.spending().setAside(mostUsd);
            double usd = mostUsd;
            try {
                LlmReply reply = answerTo(queue.add(step.request(logged, llm, mostUsd), request));
                usd = usd(reply);
                return reply;
            } catch (LlmException e) {
                usd = e.mayBeCharged() ? mostUsd : 0;
                throw e;
            } finally {
                step.spending().settle(mostUsd, usd);
            }
        } finally {
            llm.leave();
        }
    }

    /** What it can cost at most counts as spent since the step's total was taken from the log. */
    private LlmReply earlier(BatchedCall call) {
        boolean counted = call.request().isEmpty() && call.logged().stepKey().equals(step.stepKey());
        try {
            LlmReply reply = answerTo(call);
            if (counted) {
                step.spending().add(usd(reply) - call.mostUsd());
            }
            return reply;
        } catch (LlmException e) {
            if (counted && !e.mayBeCharged()) {
                step.spending().add(-call.mostUsd());
            }
            throw e;
        }
    }

    private double usd(LlmReply reply) {
        return llm.terms().usd(reply.inputTokens(), reply.outputTokens());
    }

    private LlmReply answerTo(BatchedCall call) {
        while (true) {
            try {
                return call.answer().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (step.waiting().stopRequested()) {
                    throw new StopException(
                            "the answers that arrived are kept; what is in a batch goes on at the service,"
                                    + " and the same command takes its answers");
                }
            } catch (InterruptedException e) {
                throw step.waiting().interrupted();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }
}

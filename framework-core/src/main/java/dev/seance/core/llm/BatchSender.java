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
            return answerTo(earlier.get());
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
                usd = llm.terms().usd(reply.inputTokens(), reply.outputTokens());
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

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;

/**
 * Sends a step's requests one by one, within the model's rates and the run's budget.
 *
 * @param llm the model
 * @param step for whom
 */
record SingleSender(OpenLlm llm, StepCalls step) implements Sender {

    @Override
    public LlmReply send(LlmRequest request, LoggedRequest logged) {
        MostTokens most = MostTokens.of(request);
        double mostUsd = most.usd(llm.terms());
        llm.enter(step.waiting());
        try {
            llm.rate().acquire(most.all(), step.waiting());
            step.spending().setAside(mostUsd);
            double usd = mostUsd;
            try {
                long id = step.log().begin(step.request(logged, llm, mostUsd), now());
                try {
                    LlmReply reply = llm.client().ask(request);
                    usd = llm.terms().usd(reply.inputTokens(), reply.outputTokens());
                    step.log().answered(id, reply, usd, now());
                    llm.rate().giveBack(most.all() - reply.inputTokens() - reply.outputTokens());
                    return reply;
                } catch (LlmException e) {
                    usd = e.mayBeCharged() ? mostUsd : 0;
                    step.log().failed(id, e.getMessage(), usd, now());
                    throw e;
                }
            } finally {
                step.spending().settle(mostUsd, usd);
            }
        } finally {
            llm.leave();
        }
    }

    private String now() {
        return step.calls().now();
    }
}

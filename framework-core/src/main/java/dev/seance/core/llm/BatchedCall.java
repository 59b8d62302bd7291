// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.core.store.CallLog;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A request that waits for a batch to be handed over, or for its answer in one.
 *
 * @param logged the request as it is written down
 * @param request the request; empty where an earlier run has sent it
 * @param answer what comes of it, after it is in the log
 */
record BatchedCall(CallLog.Request logged, Optional<LlmRequest> request, CompletableFuture<LlmReply> answer) {

    static BatchedCall of(CallLog.Request logged, LlmRequest request) {
        return new BatchedCall(logged, Optional.of(request), new CompletableFuture<>());
    }

    static BatchedCall ofEarlierRun(CallLog.Request logged) {
        return new BatchedCall(logged, Optional.empty(), new CompletableFuture<>());
    }

    /** Under which its answer is found again; its id in the batch too. */
    String key() {
        return logged.key();
    }

    double mostUsd() {
        return logged.mostUsd();
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

import java.util.Objects;

/**
 * A language model's answer.
 *
 * @param text the answer
 * @param finishReason why the model stopped writing
 * @param inputTokens tokens charged for the request
 * @param outputTokens tokens charged for the answer
 */
public record LlmReply(String text, FinishReason finishReason, long inputTokens, long outputTokens) {

    public LlmReply {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(finishReason, "finishReason");
    }

    /** Whether the model ended its answer by itself. */
    public boolean complete() {
        return finishReason == FinishReason.STOP;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

import java.util.Objects;

/**
 * A language model's answer.
 *
 * @param text the answer
 * @param complete whether the model ended it, rather than the token limit
 * @param inputTokens tokens charged for the request
 * @param outputTokens tokens charged for the answer
 */
public record LlmReply(String text, boolean complete, long inputTokens, long outputTokens) {

    public LlmReply {
        Objects.requireNonNull(text, "text");
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.api.dialogue.Turn;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.core.recipe.LlmTerms;
import java.nio.charset.StandardCharsets;

/**
 * The most that a request can take, known before it is sent: as many tokens as the answer may have, and more of the request
 * than any tokenizer in use makes of ordinary text.
 *
 * @param inputTokens tokens of the request
 * @param outputTokens tokens of the answer
 */
record MostTokens(long inputTokens, long outputTokens) {

    /** Tokenizers make about four bytes of English a token, and fewer than three of hardly any language. */
    private static final int BYTES_A_TOKEN = 3;

    /** Marks around a turn. */
    private static final int TOKENS_A_TURN = 8;

    static MostTokens of(LlmRequest request) {
        long bytes = request.system().getBytes(StandardCharsets.UTF_8).length;
        for (Turn turn : request.turns()) {
            bytes += turn.text().getBytes(StandardCharsets.UTF_8).length;
        }
        return new MostTokens(
                bytes / BYTES_A_TOKEN + (long) TOKENS_A_TURN * (request.turns().size() + 1), request.maxTokens());
    }

    long all() {
        return inputTokens + outputTokens;
    }

    double usd(LlmTerms terms) {
        return terms.usd(inputTokens, outputTokens);
    }
}

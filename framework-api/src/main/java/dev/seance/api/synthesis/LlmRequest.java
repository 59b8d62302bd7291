// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

import dev.seance.api.dialogue.Turn;
import java.util.List;
import java.util.Objects;

/**
 * A request to a language model.
 *
 * @param system the system prompt, or ""
 * @param turns the conversation so far, the last turn being the person's
 * @param temperature 0 for greedy decoding
 * @param maxTokens the most tokens the answer may have
 * @param sample which of the answers to the same request is wanted, from 0: the host answers equal requests with the same
 *     answer and buys it once, so a generator that asks the same thing twenty thousand times numbers them
 */
public record LlmRequest(String system, List<Turn> turns, double temperature, int maxTokens, long sample) {

    public LlmRequest {
        Objects.requireNonNull(system, "system");
        turns = List.copyOf(turns);
        if (turns.isEmpty() || !(temperature >= 0) || maxTokens < 1 || sample < 0) {
            throw new IllegalArgumentException(turns.size() + " turns, temperature " + temperature + ", at most "
                    + maxTokens + " tokens, sample " + sample + ": one is out of range");
        }
    }

    /** The first answer to a request. */
    public LlmRequest(String system, List<Turn> turns, double temperature, int maxTokens) {
        this(system, turns, temperature, maxTokens, 0);
    }
}

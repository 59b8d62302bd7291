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
 */
public record LlmRequest(String system, List<Turn> turns, double temperature, int maxTokens) {

    public LlmRequest {
        Objects.requireNonNull(system, "system");
        turns = List.copyOf(turns);
        if (turns.isEmpty() || !(temperature >= 0) || maxTokens < 1) {
            throw new IllegalArgumentException(turns.size() + " turns, temperature " + temperature + ", at most "
                    + maxTokens + " tokens: one is out of range");
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

import java.util.List;
import java.util.Objects;

/**
 * What a generator will ask a language model, before it does. The host makes tokens and money of it and shows them with the
 * plan.
 *
 * @param llm the name in the recipe's {@code llms}
 * @param calls how many requests; the most, where that depends on what is not there yet
 * @param samples requests as they will be sent, with what is not there yet replaced by something of its length; at least one
 * @param answerTokens how many tokens an answer has, about
 */
public record LlmForecast(String llm, long calls, List<LlmRequest> samples, long answerTokens) {

    public LlmForecast {
        Objects.requireNonNull(llm, "llm");
        samples = List.copyOf(samples);
        if (calls < 0 || answerTokens < 0 || samples.isEmpty()) {
            throw new IllegalArgumentException(
                    calls + " calls, " + samples.size() + " samples, " + answerTokens + " tokens an answer");
        }
    }
}

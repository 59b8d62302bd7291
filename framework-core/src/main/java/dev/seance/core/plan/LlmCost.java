// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.dialogue.Turn;
import dev.seance.api.synthesis.LlmForecast;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.core.recipe.LlmTerms;
import java.nio.charset.StandardCharsets;

/**
 * What a step still has to ask a language model, and what that will cost.
 *
 * @param llm the name in the recipe
 * @param model the model's name at the service
 * @param terms its price
 * @param calls requests still to be sent
 * @param inputTokens tokens of those
 * @param outputTokens tokens of the answers
 * @param measured by how many answers that came already; 0 for a forecast from sample requests
 */
public record LlmCost(
        String llm, String model, LlmTerms terms, long calls, long inputTokens, long outputTokens, long measured) {

    /** Of English, in the tokenizers in use. */
    private static final double BYTES_A_TOKEN = 4.3;

    /** Marks around a turn. */
    private static final int TOKENS_A_TURN = 4;

    /** Fewer answers say less than the sample. */
    static final int ENOUGH_ANSWERS = 50;

    /** From sample requests alone. */
    static LlmCost of(LlmForecast forecast, PlannedLlm llm) {
        double input = forecast.samples().stream()
                .mapToDouble(LlmCost::tokens)
                .average()
                .orElseThrow();
        return new LlmCost(
                forecast.llm(),
                llm.model(),
                llm.terms(),
                forecast.calls(),
                Math.round(input * forecast.calls()),
                forecast.answerTokens() * forecast.calls(),
                0);
    }

    /**
     * From the answers that an execution of the same step got before it was stopped, where there are enough of them.
     *
     * @param answers how many
     * @param input tokens of their requests
     * @param output their tokens
     */
    LlmCost measuredBy(long answers, long input, long output) {
        long left = Math.max(0, calls - answers);
        double share = calls == 0 ? 0 : left / (double) calls;
        return answers < ENOUGH_ANSWERS
                ? new LlmCost(
                        llm, model, terms, left, Math.round(share * inputTokens), Math.round(share * outputTokens), 0)
                : new LlmCost(
                        llm,
                        model,
                        terms,
                        left,
                        Math.round((double) input / answers * left),
                        Math.round((double) output / answers * left),
                        answers);
    }

    private static double tokens(LlmRequest request) {
        double bytes = request.system().getBytes(StandardCharsets.UTF_8).length;
        for (Turn turn : request.turns()) {
            bytes += turn.text().getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes / BYTES_A_TOKEN + TOKENS_A_TURN * (request.turns().size() + 1);
    }

    /** What it will cost, in US dollars. */
    public double usd() {
        return terms.usd(inputTokens, outputTokens);
    }
}

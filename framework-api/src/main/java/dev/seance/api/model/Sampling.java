// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import dev.seance.api.plugin.Option;

/**
 * How the next token is drawn; the defaults are those of the published Victorian model.
 *
 * @param temperature divides the logits; 0 always takes the likeliest
 * @param topK draws from this many likeliest tokens; 0 from all
 * @param repetitionPenalty weakens tokens that were said lately
 * @param repetitionWindow how far back "lately" is
 * @param maxTokens the longest reply
 */
public record Sampling(
        @Option(
                doc =
                        "Divides the logits; 0 always takes the likeliest token. The default is the published Victorian model's.",
                defaultValue = "0.7",
                min = 0,
                max = 10)
        double temperature,

        @Option(
                doc = "Draws from this many likeliest tokens; 0 draws from all.",
                defaultValue = "50",
                min = 0,
                unit = "tokens")
        int topK,

        @Option(doc = "Weakens tokens said lately; 1 does nothing.", defaultValue = "1.3", min = 1, max = 10)
        double repetitionPenalty,

        @Option(
                doc = "How far back the penalty looks, in the reply alone.",
                defaultValue = "64",
                min = 0,
                unit = "tokens")
        int repetitionWindow,

        @Option(doc = "The longest reply.", defaultValue = "256", min = 1, unit = "tokens")
        int maxTokens) {

    public static final Sampling DEFAULT = new Sampling(0.7, 50, 1.3, 64, 256);

    public Sampling {
        if (!(temperature >= 0) || topK < 0 || !(repetitionPenalty >= 1) || repetitionWindow < 0 || maxTokens < 1) {
            throw new IllegalArgumentException("temperature " + temperature + ", top-k " + topK + ", penalty "
                    + repetitionPenalty + " over " + repetitionWindow + ", at most " + maxTokens
                    + " tokens: one is out of range");
        }
    }

    public Sampling withMaxTokens(int tokens) {
        return new Sampling(temperature, topK, repetitionPenalty, repetitionWindow, tokens);
    }

    /** The same for a model of that context: half of it at most is for the reply, so that the question is still seen. */
    public Sampling fitting(int context) {
        return withMaxTokens(Math.min(maxTokens, Math.max(1, context / 2)));
    }

    public Sampling withTemperature(double value) {
        return new Sampling(value, topK, repetitionPenalty, repetitionWindow, maxTokens);
    }
}

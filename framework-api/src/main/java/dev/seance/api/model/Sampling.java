// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import dev.seance.api.plugin.Option;
import java.util.List;

/**
 * How the next token is drawn, and where a reply ends; the defaults are those of the published Victorian model.
 *
 * @param temperature divides the logits; 0 always takes the likeliest
 * @param topK draws from this many likeliest tokens; 0 from all
 * @param topP draws from the fewest likeliest tokens of these that have this share of the probability together, 0 to 1; 1
 *     from all
 * @param minP draws from those at least so likely as this share of the likeliest, 0 to 1; 0 from all
 * @param repetitionPenalty weakens tokens that were said lately
 * @param repetitionWindow how far back "lately" is
 * @param maxTokens the longest reply
 * @param stop strings that end a reply and are no part of it; none is empty
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

        @Option(
                doc =
                        "Draws from the fewest likeliest tokens that together have this share of the probability, once `temperature`"
                                + " and `top-k` have had their say; 1 draws from all.",
                defaultValue = "1",
                min = 0,
                max = 1)
        double topP,

        @Option(
                doc = "Draws from tokens at least so likely as this share of the likeliest; 0 draws from all.",
                defaultValue = "0",
                min = 0,
                max = 1)
        double minP,

        @Option(doc = "Weakens tokens said lately; 1 does nothing.", defaultValue = "1.3", min = 1, max = 10)
        double repetitionPenalty,

        @Option(
                doc = "How far back the penalty looks, in the reply alone.",
                defaultValue = "64",
                min = 0,
                unit = "tokens")
        int repetitionWindow,

        @Option(doc = "The longest reply.", defaultValue = "256", min = 1, unit = "tokens")
        int maxTokens,

        @Option(doc = "Strings that end a reply where they first come; they are no part of it.", defaultValue = "[]")
        List<String> stop) {

    public static final Sampling DEFAULT = new Sampling(0.7, 50, 1.3, 64, 256);

    public Sampling {
        stop = List.copyOf(stop);
        if (!(temperature >= 0)
                || topK < 0
                || !(topP >= 0 && topP <= 1)
                || !(minP >= 0 && minP <= 1)
                || !(repetitionPenalty >= 1)
                || repetitionWindow < 0
                || maxTokens < 1) {
            throw new IllegalArgumentException("temperature " + temperature + ", top-k " + topK + ", top-p " + topP
                    + ", min-p " + minP + ", penalty " + repetitionPenalty + " over " + repetitionWindow + ", at most "
                    + maxTokens + " tokens: one is out of range");
        }
        if (stop.contains("")) {
            throw new IllegalArgumentException("a stop string is empty; give its text, or leave it out");
        }
    }

    /** Without top-p, min-p and stop strings. */
    public Sampling(double temperature, int topK, double repetitionPenalty, int repetitionWindow, int maxTokens) {
        this(temperature, topK, 1, 0, repetitionPenalty, repetitionWindow, maxTokens, List.of());
    }

    public Sampling withMaxTokens(int tokens) {
        return new Sampling(temperature, topK, topP, minP, repetitionPenalty, repetitionWindow, tokens, stop);
    }

    /** The same for a model of that context: half of it at most is for the reply, so that the question is still seen. */
    public Sampling fitting(int context) {
        return withMaxTokens(Math.min(maxTokens, Math.max(1, context / 2)));
    }

    public Sampling withTemperature(double value) {
        return new Sampling(value, topK, topP, minP, repetitionPenalty, repetitionWindow, maxTokens, stop);
    }

    public Sampling withTopP(double value) {
        return new Sampling(temperature, topK, value, minP, repetitionPenalty, repetitionWindow, maxTokens, stop);
    }

    public Sampling withMinP(double value) {
        return new Sampling(temperature, topK, topP, value, repetitionPenalty, repetitionWindow, maxTokens, stop);
    }

    public Sampling withRepetitionPenalty(double value) {
        return new Sampling(temperature, topK, topP, minP, value, repetitionWindow, maxTokens, stop);
    }

    public Sampling withStop(List<String> strings) {
        return new Sampling(temperature, topK, topP, minP, repetitionPenalty, repetitionWindow, maxTokens, strings);
    }
}

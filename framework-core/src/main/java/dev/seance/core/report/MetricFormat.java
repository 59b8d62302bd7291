// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Figures as people read them: names in words, numbers with their thousands apart. */
public final class MetricFormat {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("documentsOut", "documents kept"),
            Map.entry("wordsOut", "words kept"),
            Map.entry("bitsPerByte", "bits per byte"),
            Map.entry("bitsPerByteBefore", "bits per byte, untrained"),
            Map.entry("bitsPerByteBest", "bits per byte, best"),
            Map.entry("tokensPerSecond", "tokens a second"),
            Map.entry("bytesPerToken", "bytes a token"),
            Map.entry("mfu", "share of the machine's peak"),
            Map.entry("validationLoss", "validation loss"),
            Map.entry("measuredSecondsPerStep", "seconds per step, measured"),
            Map.entry("gradNorm", "gradient norm"),
            Map.entry("entries", "tokens in the vocabulary"),
            Map.entry("paddingFraction", "padding"),
            Map.entry("distinctQuestionOpenings", "questions that begin like no earlier one"),
            Map.entry("distinctReplyOpenings", "replies that begin like no earlier one"),
            Map.entry("repeated4grams", "repeated four-word sequences of replies"),
            Map.entry("llmCalls", "calls to language models"),
            Map.entry("llmForecastCalls", "calls, forecast"),
            Map.entry("llmInputTokens", "tokens sent"),
            Map.entry("llmOutputTokens", "tokens answered"),
            Map.entry("llmUsd", "US dollars for language models"),
            Map.entry("llmForecastUsd", "US dollars, forecast"),
            Map.entry("machineUsd", "US dollars for the machine"),
            Map.entry("outsideEngineFraction", "time outside the engine"));

    private static final Set<String> SHARES = Set.of(
            "mfu",
            "paddingFraction",
            "outsideEngineFraction",
            "distinctQuestionOpenings",
            "distinctReplyOpenings",
            "repeated4grams");

    private MetricFormat() {}

    /** The name in words: {@code documentsIn} is "documents in". */
    public static String name(String metric) {
        String known = NAMES.get(metric);
        return known != null
                ? known
                : metric.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** The number: counts whole, all else to four figures. */
    static String value(double value) {
        if (!Double.isFinite(value)) {
            return "not a number";
        }
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e15 || size >= 1000 && size < 1e15) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        if (size >= 1e15 || size < 1e-3) {
            return String.format(Locale.ROOT, "%.3g", value);
        }
        return String.format(Locale.ROOT, size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : "%.3f", value);
    }

    /** The number in the unit of its figure. */
    public static String value(String metric, double value) {
        return SHARES.contains(metric) && Double.isFinite(value) ? percent(value) : value(value);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** How much of it came through, or a dash when there was nothing. */
    static String share(long part, long whole) {
        return whole == 0 ? "–" : percent((double) part / whole);
    }

    /** A number and its noun: {@code 1 document}, {@code 2 documents}. */
    static String count(long count, String noun) {
        return value(count) + " " + noun + (count == 1 ? "" : "s");
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What training took, in one step or in many.
 *
 * @param tokens tokens trained on, padding included
 * @param padding those that were padding
 * @param seconds from assembling the batch to the updated weights
 * @param engineSeconds the part of it that the engine computed
 */
record StepTiming(long tokens, long padding, double seconds, double engineSeconds) {

    static final StepTiming NONE = new StepTiming(0, 0, 0, 0);

    StepTiming plus(StepTiming other) {
        return new StepTiming(
                tokens + other.tokens,
                padding + other.padding,
                seconds + other.seconds,
                engineSeconds + other.engineSeconds);
    }

    double tokensPerSecond() {
        return tokens / seconds;
    }

    /**
     * Metrics by the names that reports know.
     *
     * @param mfu see {@link Utilisation}
     */
    Map<String, Double> metrics(double mfu) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("tokensPerSecond", tokensPerSecond());
        metrics.put("mfu", mfu);
        metrics.put("paddingFraction", (double) padding / tokens);
        metrics.put("outsideEngineFraction", 1 - engineSeconds / seconds);
        return metrics;
    }
}

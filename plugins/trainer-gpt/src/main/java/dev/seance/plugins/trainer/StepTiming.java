// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.PeakThroughput;
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
     * <p>{@code mfu} is the model FLOPs utilisation of PaLM (Chowdhery et al. 2022, appendix B): the operations that the
     * model needs, forward and backward, over those that the machine could have done. What it could do is measured, by
     * a large matrix product in the same precision through the same engine, not read off a data sheet. Padding counts,
     * for the engine computes it all the same.
     */
    Map<String, Double> metrics(ModelConfig config, PeakThroughput peaks) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("tokensPerSecond", tokensPerSecond());
        metrics.put("mfu", config.flopsPerToken() * tokensPerSecond() / peaks.matrixFlops());
        metrics.put("paddingFraction", (double) padding / tokens);
        metrics.put("outsideEngineFraction", 1 - engineSeconds / seconds);
        return metrics;
    }
}

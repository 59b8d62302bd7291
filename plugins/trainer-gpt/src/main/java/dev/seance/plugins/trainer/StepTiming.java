// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.PeakThroughput;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What learning took, in one step or in many.
 *
 * @param tokens tokens learnt from, padding included
 * @param padding those that were padding
 * @param seconds time of learning, from asking for the rows to the changed weights
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
     * Figures by the names that reports know.
     *
     * <p>{@code mfu} is the model FLOPs utilisation of PaLM (Chowdhery et al. 2022, appendix B): the operations that the
     * model needs, forward and backward, over those that the machine could have done. What it could do is measured, by
     * a large matrix product in the same precision through the same engine, not read off a data sheet. Padding counts,
     * for the engine computes it all the same.
     */
    Map<String, Double> figures(ModelConfig shape, PeakThroughput peaks) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("tokensPerSecond", tokensPerSecond());
        figures.put("mfu", shape.flopsPerToken() * tokensPerSecond() / peaks.matrixFlops());
        figures.put("paddingShare", (double) padding / tokens);
        figures.put("outsideEngineShare", 1 - engineSeconds / seconds);
        return figures;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.TokenBatch;
import java.util.List;

/**
 * The training data of one optimiser step.
 *
 * @param microBatches what gradients are accumulated over
 * @param targets tokens to be predicted in all of them
 * @param tokens tokens in all of them, padding included
 * @param padding tokens that are padding
 */
record StepBatch(List<TokenBatch> microBatches, long targets, long tokens, long padding) {

    StepBatch {
        microBatches = List.copyOf(microBatches);
    }

    /**
     * Adds them up.
     *
     * @param used tokens that are text
     */
    static StepBatch of(List<TokenBatch> microBatches, long used) {
        long targets = microBatches.stream().mapToLong(TokenBatch::targetCount).sum();
        long tokens = microBatches.stream()
                .mapToLong(batch -> (long) batch.rows() * batch.length())
                .sum();
        return new StepBatch(microBatches, targets, tokens, tokens - used);
    }

    double paddingFraction() {
        return (double) padding / tokens;
    }
}

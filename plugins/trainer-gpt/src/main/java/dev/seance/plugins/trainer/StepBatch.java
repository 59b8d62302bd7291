// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.TokenBatch;
import java.util.List;

/**
 * What one optimiser step learns from.
 *
 * @param batches the micro-batches
 * @param targets tokens to be predicted in all of them
 * @param tokens tokens in all of them, padding included
 * @param padding tokens that are padding
 */
record StepBatch(List<TokenBatch> batches, long targets, long tokens, long padding) {

    StepBatch {
        batches = List.copyOf(batches);
    }

    /**
     * Adds them up.
     *
     * @param used tokens that are of a text
     */
    static StepBatch of(List<TokenBatch> batches, long used) {
        long targets = batches.stream().mapToLong(TokenBatch::targetCount).sum();
        long tokens = batches.stream()
                .mapToLong(batch -> (long) batch.rows() * batch.length())
                .sum();
        return new StepBatch(batches, targets, tokens, tokens - used);
    }

    double paddingShare() {
        return (double) padding / tokens;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.TokenBatch;

/** Over what the loss of a step is a mean, where its micro-batches have different numbers of targets. */
public enum LossMean {
    /** Over the step: every target counts alike, and the result does not depend on how the step is cut. */
    STEP {
        @Override
        double scale(StepBatch batch, TokenBatch microBatch) {
            return 1.0 / batch.targets();
        }
    },

    /** Over the means of its micro-batches, as nanochat: in one with few targets each of them counts for more. */
    MICRO_BATCH {
        @Override
        double scale(StepBatch batch, TokenBatch microBatch) {
            return 1.0
                    / Math.max(1, microBatch.targetCount())
                    / batch.microBatches().size();
        }
    };

    /** What the sum of the losses of a micro-batch is multiplied by. */
    abstract double scale(StepBatch batch, TokenBatch microBatch);
}

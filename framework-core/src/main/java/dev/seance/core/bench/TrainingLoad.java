// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bench;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.TokenBatch;
import java.util.Random;

/**
 * The work that a training is measured by: steps on random tokens, with the hyperparameters that the model family
 * declares, which do not matter for the speed but keep the weights finite.
 *
 * @param microBatch sequences in a micro-batch, each as long as the context
 * @param accumulationSteps micro-batches in a step
 * @param steps measured together in a round
 * @param muon whether groups of matrices are updated by Muon; otherwise everything by AdamW
 */
public record TrainingLoad(int microBatch, int accumulationSteps, int steps, boolean muon) {

    private static final long SEED = 1837;

    public TrainingLoad {
        if (microBatch < 1 || accumulationSteps < 1 || steps < 1) {
            throw new IllegalArgumentException(microBatch + " sequences, " + accumulationSteps + " micro-batches, "
                    + steps + " steps: there has to be one of each");
        }
    }

    /** Tokens in a step. */
    long tokens(ModelConfig config) {
        return (long) microBatch * accumulationSteps * config.context();
    }

    /** Random tokens, each to be predicted from the one before it. */
    TokenBatch batch(ModelConfig config) {
        int[] stream = new Random(SEED)
                .ints((long) microBatch * config.context() + 1, 0, config.vocabularySize())
                .toArray();
        int[] inputs = new int[stream.length - 1];
        int[] targets = new int[stream.length - 1];
        System.arraycopy(stream, 0, inputs, 0, inputs.length);
        System.arraycopy(stream, 1, targets, 0, targets.length);
        return new TokenBatch(microBatch, config.context(), inputs, targets);
    }

    OptimizerStep update(ModelConfig config, long number) {
        return OptimizerStep.of(
                number, config.groups(), group -> muon ? group.reference() : group.adamW(), Double.POSITIVE_INFINITY);
    }
}

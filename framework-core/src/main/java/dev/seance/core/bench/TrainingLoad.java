// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bench;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.Muon;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.UpdateRule;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * The work that a training is measured by: steps on random tokens, with the rates of nanochat, which do not matter for
 * the speed but keep the weights finite.
 *
 * @param microBatch sequences in a micro-batch, each as long as the context
 * @param accumulationSteps micro-batches in a step
 * @param steps measured together in a round
 * @param muon whether matrices are updated by Muon, as nanochat does it; otherwise everything by AdamW
 */
public record TrainingLoad(int microBatch, int accumulationSteps, int steps, boolean muon) {

    private static final long SEED = 1837;

    public TrainingLoad {
        if (microBatch < 1 || accumulationSteps < 1 || steps < 1) {
            throw new IllegalArgumentException(microBatch + " sequences, " + accumulationSteps + " micro-batches, " + steps
                    + " steps: there has to be one of each");
        }
    }

    /** Tokens in a step. */
    long tokens(ModelConfig shape) {
        return (long) microBatch * accumulationSteps * shape.context();
    }

    /** Random tokens, each to be predicted from the one before it. */
    TokenBatch batch(ModelConfig shape) {
        int[] stream = new Random(SEED)
                .ints((long) microBatch * shape.context() + 1, 0, shape.vocabulary())
                .toArray();
        int[] inputs = new int[stream.length - 1];
        int[] targets = new int[stream.length - 1];
        System.arraycopy(stream, 0, inputs, 0, inputs.length);
        System.arraycopy(stream, 1, targets, 0, targets.length);
        return new TokenBatch(microBatch, shape.context(), inputs, targets);
    }

    OptimizerStep update(long number) {
        Map<ParameterGroup, UpdateRule> rules = new EnumMap<>(ParameterGroup.class);
        for (ParameterGroup group : ParameterGroup.values()) {
            rules.put(
                    group,
                    muon && group.matrices() ? new Muon(0.02, 0.95, 0.9, 0.28) : new AdamW(0.001, 0.8, 0.95, 1e-10, 0));
        }
        return new OptimizerStep(number, rules, Double.POSITIVE_INFINITY);
    }
}

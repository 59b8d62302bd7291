// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import dev.seance.api.model.AdamW;
import dev.seance.api.model.Architecture;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.Muon;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.Precision;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.UpdateRule;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * A training step of a model that is small and yet all there: layers, head, Muon, AdamW. A second or so for each way to
 * run it.
 */
final class SmallTraining {
    private static final ModelConfig SHAPE = new ModelConfig(Architecture.NANOCHAT, 2, 384, 3, 3, 1536, 256, 2048);
    private static final int ROWS = 4;
    private static final int MICRO_BATCHES = 2;
    private static final int ROUNDS = 6;

    private SmallTraining() {}

    /** Floating-point operations a second, in the best of a few rounds: others may be using the machine. */
    static double flops(Libtorch libtorch, Device device, Precision precision) {
        TokenBatch batch = batch();
        Program program = ModelProgram.load(libtorch, device, precision, SHAPE);
        try {
            program.call(call -> call.run("draw", call.arrays().create(1L)));
        } catch (RuntimeException | Error e) {
            program.close();
            throw e;
        }
        try (PyTorchTrainableModel model =
                new PyTorchTrainableModel(program, SHAPE, TrainingRate.unnoted(SHAPE), Map.of())) {
            double best = 0;
            for (int round = 0; round <= ROUNDS; round++) {
                long begin = System.nanoTime();
                for (int i = 0; i < MICRO_BATCHES; i++) {
                    model.accumulate(batch, 1.0 / (MICRO_BATCHES * batch.targetCount()));
                }
                model.update(step(round + 1));
                double seconds = (System.nanoTime() - begin) / 1e9;
                // The first compiles.
                best = round == 0
                        ? 0
                        : Math.max(best, MICRO_BATCHES * batch.targetCount() * SHAPE.flopsPerToken() / seconds);
            }
            return best;
        }
    }

    private static TokenBatch batch() {
        int[] tokens = new Random(1)
                .ints((long) ROWS * SHAPE.context(), 0, SHAPE.vocabulary())
                .toArray();
        return new TokenBatch(ROWS, SHAPE.context(), tokens, tokens);
    }

    private static OptimizerStep step(long number) {
        Map<ParameterGroup, UpdateRule> rules = new EnumMap<>(ParameterGroup.class);
        for (ParameterGroup group : ParameterGroup.values()) {
            rules.put(group, group.matrices() ? new Muon(0.02, 0.95, 0.9, 0) : new AdamW(0.001, 0.8, 0.95, 1e-10, 0));
        }
        return new OptimizerStep(number, rules, Double.POSITIVE_INFINITY);
    }
}

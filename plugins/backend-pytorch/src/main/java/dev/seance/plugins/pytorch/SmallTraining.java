// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.Precision;
import dev.seance.api.model.ProgramSource;
import dev.seance.api.model.TokenBatch;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A training step of a model that is small and yet all there: layers, head, Muon, AdamW. A second or so for each way to
 * run it.
 *
 * @param config of a model family that is installed
 * @param source its program
 */
record SmallTraining(ModelConfig config, ProgramSource source) {
    private static final ModelDimensions DIMENSIONS = new ModelDimensions(2, 384, 3, 3, 1536, 256, 2048);
    private static final int ROWS = 4;
    private static final int MICRO_BATCHES = 2;
    private static final int ROUNDS = 6;

    /** Of the first family by name that has such a model and a program for it; all cost much the same. */
    static Optional<SmallTraining> of(ModelFamilies families) {
        for (String name : families.names()) {
            try {
                Optional<ProgramSource> program = families.family(name).programs().stream()
                        .filter(source -> source.format().equals(ModelProgram.FORMAT))
                        .findFirst();
                if (program.isPresent()) {
                    return Optional.of(new SmallTraining(families.config(name, DIMENSIONS), program.get()));
                }
            } catch (IllegalArgumentException e) {
                // The family needs a setting of its own; another will do.
                continue;
            }
        }
        return Optional.empty();
    }

    /** Floating-point operations a second, in the best of a few rounds: others may be using the machine. */
    double flops(Libtorch libtorch, Device device, Precision precision) {
        TokenBatch batch = batch();
        Program program = ModelProgram.load(libtorch, device, precision, config, source);
        try {
            program.call(call -> call.run("draw", call.arrays().create(1L)));
        } catch (RuntimeException | Error e) {
            program.close();
            throw e;
        }
        try (PyTorchTrainableModel model =
                new PyTorchTrainableModel(program, config, TrainingRate.unnoted(config), Map.of())) {
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
                        : Math.max(best, MICRO_BATCHES * batch.targetCount() * config.flopsPerToken() / seconds);
            }
            return best;
        }
    }

    private TokenBatch batch() {
        int[] tokens = new Random(1)
                .ints((long) ROWS * config.context(), 0, config.vocabularySize())
                .toArray();
        return new TokenBatch(ROWS, config.context(), tokens, tokens);
    }

    private OptimizerStep step(long number) {
        return OptimizerStep.of(number, config.groups(), ParameterGroup::reference, Double.POSITIVE_INFINITY);
    }
}

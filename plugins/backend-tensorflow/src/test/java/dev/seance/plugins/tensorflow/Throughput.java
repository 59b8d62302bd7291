// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.Environment;
import dev.seance.plugins.pytorch.PyTorchBackend;
import dev.seance.plugins.pytorch.PyTorchOptions;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Tokens a second of training steps as in {@code victorian-tiny}, on both engines in turns, in fp32 on all cores. No test of
 * the build, which shares its machine: run it by name.
 */
class Throughput {
    private static final int ROUNDS = 5;

    @Test
    void ofBothEnginesInTurns() {
        int threads = Runtime.getRuntime().availableProcessors();
        Environment machine = new Environment(Path.of("target", "cache"), true, threads, Clock.systemUTC());
        ModelConfig config = Backends.nanochat(new ModelDimensions(4, 256, 2, 2, 1024, 256, 4096));
        ModelBackend[] engines = {
            new PyTorchBackend(
                    new PyTorchOptions(DeviceChoice.CPU, PrecisionChoice.FP32, threads), machine, Backends.FAMILIES),
            new TensorFlowBackend(new TensorFlowOptions(threads), machine, Backends.FAMILIES)
        };
        double[][] rates = new double[2][ROUNDS];
        try (TrainableModel pytorch = engines[0].create(config, 1);
                TrainableModel tensorflow = engines[1].create(config, 1)) {
            step(pytorch, 1);
            step(tensorflow, 1);
            for (int round = 0; round < ROUNDS; round++) {
                rates[0][round] = step(pytorch, 2 + round);
                rates[1][round] = step(tensorflow, 2 + round);
            }
        }
        for (double[] each : rates) {
            Arrays.sort(each);
        }
        double pytorch = rates[0][ROUNDS / 2];
        double tensorflow = rates[1][ROUNDS / 2];
        System.out.printf(
                "tokens a second, median of %d steps: PyTorch %.0f, TensorFlow %.0f, ratio %.2f%n",
                ROUNDS, pytorch, tensorflow, tensorflow / pytorch);
    }

    /** A step of two micro-batches of 16 rows of 256 tokens; tokens a second. */
    private static double step(TrainableModel model, int number) {
        Random random = new Random(number);
        int places = 16 * 256;
        long begin = System.nanoTime();
        for (int part = 0; part < 2; part++) {
            int[] inputs = random.ints(places, 0, 4096).toArray();
            int[] targets = random.ints(places, 0, 4096).toArray();
            model.accumulate(new TokenBatch(16, 256, inputs, targets), 1.0 / (2 * places));
        }
        model.update(OptimizerStep.of(number, model.config().groups(), ParameterGroup::reference, 1));
        return 2 * places / ((System.nanoTime() - begin) / 1e9);
    }
}

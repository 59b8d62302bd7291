// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.Environment;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.WeightChoice;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Random;

/** A model small enough to train in a test, and what it is trained on. */
final class Fixtures {
    /** Reused between runs, because unpacking the natives takes longer than all tests. */
    static final Environment ENVIRONMENT = new Environment(Path.of("target", "cache"), true, 2, Clock.systemUTC());

    /** With two heads to each head of keys and values, and no two sizes alike. */
    static final ModelConfig TINY = Families.nanochat(new ModelDimensions(2, 64, 4, 2, 96, 24, 61));

    static final TokenBatch BATCH = batch(TINY, 8, 24, 5);

    private Fixtures() {}

    static PyTorchBackend fp32() {
        return backend(PrecisionChoice.FP32, 1);
    }

    static PyTorchBackend bf16() {
        return backend(PrecisionChoice.BF16, 1);
    }

    /**
     * One thread where it does not matter: tests share the machine with other builds, and a second thread of the engine
     * that waits for its turn makes tiny operators twenty times slower.
     */
    static PyTorchBackend backend(PrecisionChoice precision, int threads) {
        return new PyTorchBackend(new PyTorchOptions(DeviceChoice.CPU, precision, threads), ENVIRONMENT, Families.ALL);
    }

    /** Which computes in fp32 and reads weights in that format when it writes. */
    static PyTorchBackend weights(WeightChoice weights) {
        return new PyTorchBackend(
                new PyTorchOptions(DeviceChoice.CPU, PrecisionChoice.FP32, 1, weights), ENVIRONMENT, Families.ALL);
    }

    /** Random tokens and targets; every seventh target is ignored. */
    static TokenBatch batch(ModelConfig shape, int rows, int length, long seed) {
        Random random = new Random(seed);
        int[] inputs =
                random.ints((long) rows * length, 0, shape.vocabularySize()).toArray();
        int[] targets =
                random.ints((long) rows * length, 0, shape.vocabularySize()).toArray();
        for (int i = 6; i < targets.length; i += 7) {
            targets[i] = TokenBatch.IGNORED;
        }
        return new TokenBatch(rows, length, inputs, targets);
    }

    /** One row of a batch. */
    static TokenBatch row(TokenBatch batch, int row) {
        int from = row * batch.length();
        int to = from + batch.length();
        return new TokenBatch(
                1,
                batch.length(),
                Arrays.copyOfRange(batch.inputs(), from, to),
                Arrays.copyOfRange(batch.targets(), from, to));
    }

    /** Trains on one batch, step by step. */
    static void train(TrainableModel model, TokenBatch batch, int first, int last) {
        for (int number = first; number <= last; number++) {
            model.accumulate(batch, 1.0 / batch.targetCount());
            model.update(Updates.everywhere(number, new AdamW(0.01, 0.9, 0.95, 1e-10, 0.1), Double.POSITIVE_INFINITY));
        }
    }
}

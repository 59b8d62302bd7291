// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.Architecture;
import dev.seance.api.model.ModelShape;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.run.Environment;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Random;

/** A model small enough to train in a test, and what it is trained on. */
final class Fixtures {
    /** Kept between runs, because unpacking the natives takes longer than all tests. */
    static final Environment ENVIRONMENT = new Environment(Path.of("target", "cache"), true, 2, Clock.systemUTC());

    static final ModelShape TINY = new ModelShape(Architecture.NANOCHAT, 2, 32, 2, 2, 96, 24, 61);

    private Fixtures() {}

    static PyTorchBackend fp32() {
        return backend(PrecisionChoice.FP32);
    }

    static PyTorchBackend bf16() {
        return backend(PrecisionChoice.BF16);
    }

    private static PyTorchBackend backend(PrecisionChoice precision) {
        return new PyTorchBackend(new PyTorchOptions(DeviceChoice.CPU, precision, 0), ENVIRONMENT);
    }

    /** Random tokens and, for each, the next; every seventh target is ignored. */
    static TokenBatch batch(ModelShape shape, int rows, int length, long seed) {
        Random random = new Random(seed);
        int[] inputs = random.ints((long) rows * length, 0, shape.vocabulary()).toArray();
        int[] targets = random.ints((long) rows * length, 0, shape.vocabulary()).toArray();
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

    static OptimizerStep step(long number) {
        return new OptimizerStep(number, 0.01, 0.02, 0.005, 0.9, 0.95, 1e-10, 0.1, Double.POSITIVE_INFINITY);
    }
}

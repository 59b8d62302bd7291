// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.Architecture;
import dev.seance.api.model.Checkpoints;
import dev.seance.api.model.ModelShape;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.TensorEntry;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program against {@link NanochatReference}, from random weights, none of them zero. */
class ReferenceTest {
    private static final ModelShape SHAPE = new ModelShape(Architecture.NANOCHAT, 2, 16, 4, 2, 24, 7, 11);
    private static final TokenBatch BATCH = Fixtures.batch(SHAPE, 3, 7, 2);
    private static final double SCALE = 0.1;

    @TempDir
    Path folder;

    private final Map<String, double[]> weights = new LinkedHashMap<>();

    @BeforeEach
    void drawWeights() throws IOException {
        Random random = new Random(11);
        Map<String, float[]> values = new LinkedHashMap<>();
        for (TensorEntry entry :
                SHAPE.tensors().stream().map(ModelTensor::entry).toList()) {
            float[] numbers = new float[(int) entry.elements()];
            double[] exact = new double[numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) (random.nextGaussian() * 0.5);
                exact[i] = numbers[i];
            }
            values.put(entry.name(), numbers);
            weights.put(entry.name(), exact);
        }
        Files32.write(
                folder.resolve(Checkpoints.WEIGHTS),
                Checkpoints.header(SHAPE),
                SHAPE.tensors().stream().map(ModelTensor::entry).toList(),
                values);
    }

    @Test
    void theLossIsThatOfTheReference() throws IOException {
        double expected = new NanochatReference(SHAPE, weights).nats(BATCH);
        try (TrainableModel exact = Fixtures.fp32().restore(folder);
                TrainableModel rounded = Fixtures.bf16().restore(folder)) {
            assertThat(exact.score(BATCH).nats()).isCloseTo(expected, within(1e-5 * expected));
            assertThat(rounded.score(BATCH).nats()).isCloseTo(expected, within(2e-2 * expected));
        }
    }

    @Test
    void gradientsAreTheSlopesOfTheReference() throws IOException {
        gradients();
        NanochatReference reference = new NanochatReference(SHAPE, weights);
        Random random = new Random(3);
        for (TensorEntry entry :
                SHAPE.tensors().stream().map(ModelTensor::entry).toList()) {
            float[] gradient = Files32.read(folder.resolve(Checkpoints.OPTIMIZER), "mean." + entry.name());
            for (int probe = 0; probe < 20; probe++) {
                int at = random.nextInt(gradient.length);
                double slope = slope(reference, weights.get(entry.name()), at);
                assertThat((double) gradient[at])
                        .as("%s at %d", entry.name(), at)
                        .isCloseTo(SCALE * slope, within(1e-5 + 1e-4 * Math.abs(SCALE * slope)));
            }
        }
    }

    /** Without momentum, Adam's running mean is the gradient. */
    private void gradients() throws IOException {
        try (TrainableModel model = Fixtures.fp32().restore(folder)) {
            model.accumulate(BATCH, SCALE);
            model.update(OptimizerStep.everywhere(1, new AdamW(0, 0, 0.9, 1e-8, 0), Double.POSITIVE_INFINITY));
            model.save(folder, true);
        }
    }

    private static double slope(NanochatReference reference, double[] numbers, int at) {
        double middle = numbers[at];
        double h = 1e-5;
        numbers[at] = middle + h;
        double above = reference.nats(BATCH);
        numbers[at] = middle - h;
        double below = reference.nats(BATCH);
        numbers[at] = middle;
        return (above - below) / (2 * h);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.Precision;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.testing.reference.Matrix;
import dev.seance.api.testing.reference.RandomTensors;
import dev.seance.api.testing.reference.ReferenceModel;
import dev.seance.api.testing.reference.Restored;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The programs in fp32 against the reference, from random weights: every number of every tensor, as near as rounding allows
 * on this input (see {@link Yardstick}).
 */
class ReferenceTest {
    /**
     * Of sums of a few hundred positive numbers in doubles, each with the error of a chain of fp32 operations, at most a
     * hundred long: random errors of 2^-24 come to ten times that, worst ones to a hundred times, 6e-6. What is found is
     * 1e-7.
     */
    private static final double LOSS = 1e-6;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void lossAndGradientsAreThoseOfTheReference(ReferenceShapes shape) throws IOException {
        Map<String, Matrix> tensors = RandomTensors.of(shape.shape(), 11);
        TokenBatch batch = shape.batch(3, 12);
        double scale = 1.0 / batch.targetCount();
        ReferenceModel reference = new ReferenceModel(shape.shape(), tensors);
        double nats = reference.nats(batch);
        try (TrainableModel model = Restored.model(Fixtures.fp32(), shape.shape(), tensors, folder)) {
            assertThat(model.score(batch).nats()).isCloseTo(nats, within(LOSS * nats));
            assertThat(model.accumulate(batch, scale).nats()).isCloseTo(nats, within(LOSS * nats));
            gradients(shape, tensors, batch, scale).agree(Restored.gradients(model, folder));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_(WIDE|VOCABULARY)")
    void adamWStepsAreThoseOfTheReference(ReferenceShapes shape) throws IOException {
        stepsAreThoseOfTheReference(shape, Updates.Rule.ADAMW);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_(WIDE|VOCABULARY)")
    void muonStepsAreThoseOfTheReference(ReferenceShapes shape) throws IOException {
        stepsAreThoseOfTheReference(shape, Updates.Rule.MUON);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_(WIDE|VOCABULARY)")
    void equilibratedMuonStepsAreThoseOfTheReference(ReferenceShapes shape) throws IOException {
        stepsAreThoseOfTheReference(shape, Updates.Rule.MUON_EQ);
    }

    /** Three in a row, so that the optimiser's state counts, and by what each changed, which is less than a weight. */
    private void stepsAreThoseOfTheReference(ReferenceShapes shape, Updates.Rule matrices) throws IOException {
        Map<String, Matrix> tensors = RandomTensors.of(shape.shape(), 11);
        Yardstick.Steps steps = new Yardstick.Steps(shape.shape(), Precision.FP32);
        try (TrainableModel model = Restored.model(Fixtures.fp32(), shape.shape(), tensors, folder)) {
            for (int number = 1; number <= 3; number++) {
                // From where the backend is: a network magnifies what rounding made of the step before.
                Map<String, Matrix> before = Restored.tensors(model, folder);
                TokenBatch batch = shape.batch(6, number);
                double scale = 1.0 / batch.targetCount();
                OptimizerStep step = Updates.step(number, matrices, true);
                // The program's own gradient, so that a rule is held to what it does and not to how it magnifies
                // errors.
                Map<String, Matrix> gradient =
                        Restored.gradients(Fixtures.fp32(), shape.shape(), before, List.of(batch), scale, folder);
                Yardstick update = steps.step(before, gradient, step, Distance.MAX);
                model.accumulate(batch, scale);
                double norm = norm(gradient);
                // Of the very same numbers: squares in fp32 by blocks, as GradientNormTest says.
                assertThat(model.update(step)).as("norm").isCloseTo(norm, within(2e-6 * norm));
                update.agree(Updates.changes(before, Restored.tensors(model, folder)));
            }
        }
    }

    private static Yardstick gradients(
            ReferenceShapes shape, Map<String, Matrix> tensors, TokenBatch batch, double scale) {
        return Yardstick.ofGradients(shape.shape(), tensors, batch, scale, Precision.FP32, Distance.MAX);
    }

    private static double norm(Map<String, Matrix> gradient) {
        return Math.sqrt(gradient.values().stream()
                .flatMapToDouble(tensor -> Arrays.stream(tensor.numbers()))
                .map(x -> x * x)
                .sum());
    }
}

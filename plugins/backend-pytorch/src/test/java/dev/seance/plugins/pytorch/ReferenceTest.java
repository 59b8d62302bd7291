// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.plugins.pytorch.reference.Matrix;
import dev.seance.plugins.pytorch.reference.RandomTensors;
import dev.seance.plugins.pytorch.reference.ReferenceModel;
import dev.seance.plugins.pytorch.reference.ReferenceOptimizer;
import dev.seance.plugins.pytorch.reference.ReferenceShapes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs in fp32 against the reference, from random weights: every number of every tensor. */
class ReferenceTest {
    /** Of the greatest number of a tensor; what is found is a hundredth of it for gradients, a third for updates. */
    private static final double EXACT = 1e-4;

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
            assertThat(model.score(batch).nats()).isCloseTo(nats, within(1e-6 * nats));
            assertThat(model.accumulate(batch, scale).nats()).isCloseTo(nats, within(1e-6 * nats));
            Distance.MOST.agree(reference.gradients(batch, scale), Restored.gradients(model, folder), EXACT);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_(WIDE|VOCABULARY)")
    void adamWStepsAreThoseOfTheReference(ReferenceShapes shape) throws IOException {
        stepsAreThoseOfTheReference(shape, false);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_(WIDE|VOCABULARY)")
    void muonStepsAreThoseOfTheReference(ReferenceShapes shape) throws IOException {
        stepsAreThoseOfTheReference(shape, true);
    }

    /** Three in a row, so that the optimiser's state counts, and by what each changed, which is less than a weight. */
    private void stepsAreThoseOfTheReference(ReferenceShapes shape, boolean muon) throws IOException {
        Map<String, Matrix> tensors = RandomTensors.of(shape.shape(), 11);
        ReferenceModel reference = new ReferenceModel(shape.shape(), tensors);
        ReferenceOptimizer optimizer = new ReferenceOptimizer(shape.shape());
        try (TrainableModel model = Restored.model(Fixtures.fp32(), shape.shape(), tensors, folder)) {
            for (int number = 1; number <= 3; number++) {
                // From where the backend is: a network magnifies what rounding made of the step before.
                Map<String, Matrix> before = Restored.tensors(model, folder);
                tensors.putAll(Restored.tensors(model, folder));
                TokenBatch batch = shape.batch(6, number);
                double scale = 1.0 / batch.targetCount();
                OptimizerStep step = Updates.step(number, muon, true);
                double norm = optimizer.step(tensors, reference.gradients(batch, scale), step);
                model.accumulate(batch, scale);
                assertThat(model.update(step)).as("norm").isCloseTo(norm, within(1e-5 * norm));
                Distance.MOST.agree(
                        Updates.changes(before, tensors),
                        Updates.changes(before, Restored.tensors(model, folder)),
                        EXACT);
            }
        }
    }
}

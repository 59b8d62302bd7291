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
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The programs in bf16, which has eight bits, against the reference, in the norm of each tensor.
 *
 * <p>Tensors of a few numbers, scales and gates, are let out: their gradients are sums over all tokens and channels whose
 * terms cancel, so that what is left may be smaller than the roundings of what went. They are held in fp32.
 */
class RoundedReferenceTest {
    private static final double ROUNDED = 2e-2;

    /**
     * Polar Express makes all directions of a matrix equally long; the weakest of them are the least exact, and bf16
     * products add to that: 4e-2 to 5e-2 are found.
     */
    private static final double ROUNDED_MUON = 0.1;

    private static final int FEW = 100;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_VOCABULARY")
    void theLossIsNearThatOfTheReference(ReferenceShapes shape) throws IOException {
        Map<String, Matrix> tensors = RandomTensors.of(shape.shape(), 11);
        TokenBatch batch = shape.batch(3, 12);
        double expected = new ReferenceModel(shape.shape(), tensors).nats(batch);
        try (TrainableModel model = Restored.model(Fixtures.bf16(), shape.shape(), tensors, folder)) {
            assertThat(model.score(batch).nats()).isCloseTo(expected, within(ROUNDED * expected));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*_WIDE")
    void gradientsAreNearThoseOfTheReference(ReferenceShapes shape) throws IOException {
        Map<String, Matrix> tensors = RandomTensors.of(shape.shape(), 11);
        TokenBatch batch = shape.batch(3, 12);
        double scale = 1.0 / batch.targetCount();
        Map<String, Matrix> expected = new ReferenceModel(shape.shape(), tensors).gradients(batch, scale);
        try (TrainableModel model = Restored.model(Fixtures.bf16(), shape.shape(), tensors, folder)) {
            model.accumulate(batch, scale);
            Distance.NORM.agree(large(expected), Restored.gradients(model, folder), ROUNDED);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*_WIDE")
    void anAdamWStepIsNearThatOfTheReference(ReferenceShapes shape) throws IOException {
        stepIsNearThatOfTheReference(shape, false, ROUNDED);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*_WIDE")
    void aMuonStepIsNearThatOfTheReference(ReferenceShapes shape) throws IOException {
        stepIsNearThatOfTheReference(shape, true, ROUNDED_MUON);
    }

    private void stepIsNearThatOfTheReference(ReferenceShapes shape, boolean muon, double most) throws IOException {
        Map<String, Matrix> tensors = RandomTensors.of(shape.shape(), 11);
        TokenBatch batch = shape.batch(6, 12);
        double scale = 1.0 / batch.targetCount();
        OptimizerStep step = Updates.step(1, muon, false);
        try (TrainableModel model = Restored.model(Fixtures.bf16(), shape.shape(), tensors, folder)) {
            Map<String, Matrix> before = Restored.tensors(model, folder);
            Map<String, Matrix> gradients = new ReferenceModel(shape.shape(), tensors).gradients(batch, scale);
            new ReferenceOptimizer(shape.shape()).step(tensors, gradients, step);
            model.accumulate(batch, scale);
            model.update(step);
            Map<String, Matrix> found = Updates.changes(before, Restored.tensors(model, folder));
            Distance.NORM.agree(large(Updates.changes(before, tensors)), found, most);
        }
    }

    private static Map<String, Matrix> large(Map<String, Matrix> tensors) {
        Map<String, Matrix> large = new LinkedHashMap<>(tensors);
        large.values().removeIf(tensor -> tensor.numbers().length < FEW);
        return large;
    }
}

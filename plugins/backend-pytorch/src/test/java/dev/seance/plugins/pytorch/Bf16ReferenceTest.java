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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The programs in bf16, which has eight bits, against the reference, in the norm of each tensor: as near as rounding to
 * eight bits allows on this input (see {@link Yardstick}).
 *
 * <p>Tensors of a few numbers, lambdas and gates, are left out: their gradients are sums over all tokens and channels whose
 * terms cancel, so that what is left may be smaller than the roundings of what went. They are held in fp32.
 */
class Bf16ReferenceTest {
    /**
     * Of the mean loss: a sum over many tokens of errors in both directions, each that of a logit, which a chain of a few
     * dozen roundings of 2^-8 moves by a few per cent of its size. What is found is 2e-3.
     */
    private static final double LOSS = 2e-2;

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
            assertThat(model.score(batch).nats()).isCloseTo(expected, within(LOSS * expected));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*_WIDE")
    void gradientsAreNearThoseOfTheReference(ReferenceShapes shape) throws IOException {
        Map<String, Matrix> tensors = RandomTensors.of(shape.shape(), 11);
        TokenBatch batch = shape.batch(3, 12);
        double scale = 1.0 / batch.targetCount();
        large(Yardstick.ofGradients(shape.shape(), tensors, batch, scale, Precision.BF16, Distance.NORM))
                .agree(Restored.gradients(Fixtures.bf16(), shape.shape(), tensors, List.of(batch), scale, folder));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*_WIDE")
    void anAdamWStepIsNearThatOfTheReference(ReferenceShapes shape) throws IOException {
        stepIsNearThatOfTheReference(shape, Updates.Rule.ADAMW);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*_WIDE")
    void aMuonStepIsNearThatOfTheReference(ReferenceShapes shape) throws IOException {
        stepIsNearThatOfTheReference(shape, Updates.Rule.MUON);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*_WIDE")
    void anEquilibratedMuonStepIsNearThatOfTheReference(ReferenceShapes shape) throws IOException {
        stepIsNearThatOfTheReference(shape, Updates.Rule.MUON_EQ);
    }

    /** Of the program's own gradient, which {@link #gradientsAreNearThoseOfTheReference} is about. */
    private void stepIsNearThatOfTheReference(ReferenceShapes shape, Updates.Rule matrices) throws IOException {
        Map<String, Matrix> tensors = RandomTensors.of(shape.shape(), 11);
        TokenBatch batch = shape.batch(6, 12);
        double scale = 1.0 / batch.targetCount();
        OptimizerStep step = Updates.step(1, matrices, false);
        Map<String, Matrix> gradient =
                Restored.gradients(Fixtures.bf16(), shape.shape(), tensors, List.of(batch), scale, folder);
        Yardstick update =
                new Yardstick.Steps(shape.shape(), Precision.BF16).step(tensors, gradient, step, Distance.NORM);
        try (TrainableModel model = Restored.model(Fixtures.bf16(), shape.shape(), tensors, folder)) {
            model.accumulate(batch, scale);
            model.update(step);
            update.agree(Updates.changes(tensors, Restored.tensors(model, folder)));
        }
    }

    private static Yardstick large(Yardstick all) {
        Map<String, Matrix> large = new LinkedHashMap<>(all.expected());
        large.values().removeIf(tensor -> tensor.numbers().length < FEW);
        return new Yardstick(all.distance(), large, all.bounds());
    }
}

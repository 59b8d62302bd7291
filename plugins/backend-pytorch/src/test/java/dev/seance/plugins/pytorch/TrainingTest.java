// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.testing.reference.Fp32Files;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract leaves open. */
class TrainingTest {
    @TempDir
    Path folder;

    @Test
    void queriesMayShareKeysAndValues() {
        try (TrainableModel model = Fixtures.fp32().create(Fixtures.TINY, 1)) {
            Fixtures.train(model, Fixtures.BATCH, 1, 40);
            assertThat(model.score(Fixtures.BATCH).mean()).isLessThan(1);
        }
    }

    @Test
    void twoThreadsResumeBitForBitInTheMomentsToo() throws IOException {
        // Large enough that operators are split over threads.
        ModelConfig shape = Families.nanochat(new ModelDimensions(2, 128, 2, 2, 512, 128, 1000));
        TokenBatch batch = Fixtures.batch(shape, 8, 128, 3);
        PyTorchBackend backend = Fixtures.backend(PrecisionChoice.BF16, 2);
        Path straight = Files.createDirectory(folder.resolve("straight"));
        Path resumed = Files.createDirectory(folder.resolve("resumed"));
        try (TrainableModel model = backend.create(shape, 4)) {
            Fixtures.train(model, batch, 1, 3);
            model.save(resumed, true);
            Fixtures.train(model, batch, 4, 6);
            model.save(straight, true);
        }
        try (TrainableModel model = backend.restore(resumed)) {
            Fixtures.train(model, batch, 4, 6);
            model.save(resumed, true);
        }
        for (String file : new String[] {TrainableModel.WEIGHTS, TrainableModel.OPTIMIZER}) {
            assertThat(resumed.resolve(file)).hasSameBinaryContentAs(straight.resolve(file));
        }
    }

    @Test
    void clippingScalesTheWholeGradient() throws IOException {
        // Adam does not care for a gradient's size, so the moments show it.
        double norm = afterOneStep(Double.POSITIVE_INFINITY, folder.resolve("free"));
        assertThat(norm).isGreaterThan(0.3);
        assertThat(afterOneStep(0.25, folder.resolve("clipped"))).isEqualTo(norm);
        float[] before = Fp32Files.read(folder.resolve("free").resolve(TrainableModel.OPTIMIZER), "mean.mlp_out");
        float[] after = Fp32Files.read(folder.resolve("clipped").resolve(TrainableModel.OPTIMIZER), "mean.mlp_out");
        for (int i = 0; i < before.length; i++) {
            assertThat((double) after[i]).isCloseTo(before[i] * 0.25 / norm, within(1e-7));
        }
    }

    private static double afterOneStep(double clip, Path to) throws IOException {
        Files.createDirectories(to);
        try (TrainableModel model = Fixtures.fp32().create(Fixtures.TINY, 2)) {
            model.accumulate(Fixtures.BATCH, 1.0 / Fixtures.BATCH.targetCount());
            double norm = model.update(Updates.everywhere(1, new AdamW(0, 0.9, 0.9, 1e-8, 0), clip));
            model.save(to, true);
            return norm;
        }
    }

    @Test
    void eachGroupMovesByItsOwnRule() throws IOException {
        Path weights = folder.resolve(TrainableModel.WEIGHTS);
        try (TrainableModel model = Fixtures.fp32().create(Fixtures.TINY, 2)) {
            model.save(folder, false);
            Map<String, float[]> before = new HashMap<>();
            for (ModelTensor tensor : Fixtures.TINY.tensors()) {
                before.put(tensor.name(), Fp32Files.read(weights, tensor.name()));
            }
            // Without a gradient only decay moves anything.
            model.update(OptimizerStep.of(
                    1,
                    Families.GROUPS,
                    group -> new AdamW(0.5, 0.9, 0.9, 1e-8, 0.1 * Updates.place(group)),
                    Double.POSITIVE_INFINITY));
            model.save(folder, false);
            for (ModelTensor tensor : Fixtures.TINY.tensors()) {
                double left = 1 - 0.5 * 0.1 * Updates.place(tensor.group());
                float[] after = Fp32Files.read(weights, tensor.name());
                assertThat((double) after[0])
                        .as(tensor.name())
                        .isCloseTo(before.get(tensor.name())[0] * left, within(1e-6));
            }
        }
    }
}

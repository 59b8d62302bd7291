// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.Architecture;
import dev.seance.api.model.Checkpoints;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Loss;
import dev.seance.api.model.ModelShape;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    private static final TokenBatch BATCH = Fixtures.batch(Fixtures.TINY, 8, 24, 5);

    @TempDir
    Path folder;

    @Test
    void theFirstLossIsTheLogarithmOfTheVocabulary() {
        for (PyTorchBackend backend : new PyTorchBackend[] {Fixtures.fp32(), Fixtures.bf16()}) {
            try (TrainableModel model = backend.create(Fixtures.TINY, 1)) {
                Loss loss = model.score(BATCH);
                assertThat(loss.targets()).isEqualTo(BATCH.targetCount());
                assertThat(loss.mean()).isCloseTo(Math.log(Fixtures.TINY.vocabulary()), within(0.01));
            }
        }
    }

    @Test
    void aRepeatedBatchIsLearntByHeart() {
        for (PyTorchBackend backend : new PyTorchBackend[] {Fixtures.fp32(), Fixtures.bf16()}) {
            try (TrainableModel model = backend.create(Fixtures.TINY, 1)) {
                train(model, 1, 60);
                assertThat(model.score(BATCH).mean()).isLessThan(0.7);
            }
        }
    }

    @Test
    void howAStepIsCutIntoMicroBatchesDoesNotMatter() throws IOException {
        try (TrainableModel whole = Fixtures.fp32().create(Fixtures.TINY, 3);
                TrainableModel cut = Fixtures.fp32().create(Fixtures.TINY, 3)) {
            for (int number = 1; number <= 2; number++) {
                double scale = 1.0 / BATCH.targetCount();
                double nats = whole.accumulate(BATCH, scale).nats();
                double sum = 0;
                for (int row = 0; row < BATCH.rows(); row++) {
                    sum += cut.accumulate(Fixtures.row(BATCH, row), scale).nats();
                }
                assertThat(sum).isCloseTo(nats, within(1e-5 * nats));
                double norm = whole.update(Fixtures.step(number));
                assertThat(cut.update(Fixtures.step(number))).isCloseTo(norm, within(1e-5 * norm));
            }
        }
    }

    @Test
    void learningAndScoringSeeTheSameLoss() {
        try (TrainableModel model = Fixtures.fp32().create(Fixtures.TINY, 3)) {
            train(model, 1, 5);
            double nats = model.score(BATCH).nats();
            assertThat(model.accumulate(BATCH, 1).nats()).isCloseTo(nats, within(1e-6 * nats));
        }
    }

    @Test
    void aSeedFixesTheWeights() throws IOException {
        assertThat(weights(trained(4, 0))).isEqualTo(weights(trained(4, 0))).isNotEqualTo(weights(trained(5, 0)));
    }

    @Test
    void trainingOnAfterARestoreIsBitIdenticalToNeverHavingStopped() throws IOException {
        Path straight = trained(4, 6);
        Path half = trained(4, 3);
        Path resumed = Files.createTempDirectory(folder, "resumed");
        try (TrainableModel model = Fixtures.bf16().restore(half)) {
            train(model, 4, 6);
            model.save(resumed, true);
        }
        assertThat(weights(resumed)).isEqualTo(weights(straight));
        assertThat(resumed.resolve(Checkpoints.OPTIMIZER))
                .hasSameBinaryContentAs(straight.resolve(Checkpoints.OPTIMIZER));
    }

    @Test
    void aLoadedModelScoresAsTheTrainedOne() throws IOException {
        try (TrainableModel model = Fixtures.bf16().create(Fixtures.TINY, 9)) {
            train(model, 1, 3);
            model.save(folder, false);
            assertThat(folder.resolve(Checkpoints.OPTIMIZER)).doesNotExist();
            try (LanguageModel loaded = Fixtures.bf16().load(folder)) {
                assertThat(loaded.score(BATCH)).isEqualTo(model.score(BATCH));
            }
        }
    }

    @Test
    void clippingScalesTheWholeGradient() throws IOException {
        // Adam does not care for a gradient's size, so the moments show it.
        OptimizerStep free = new OptimizerStep(1, 0, 0, 0, 0.9, 0.9, 1e-8, 0, Double.POSITIVE_INFINITY);
        OptimizerStep clipped = new OptimizerStep(1, 0, 0, 0, 0.9, 0.9, 1e-8, 0, 0.25);
        double norm = moments(free, folder.resolve("free"));
        assertThat(norm).isGreaterThan(0.3);
        assertThat(moments(clipped, folder.resolve("clipped"))).isEqualTo(norm);
        float[] before = Files32.read(folder.resolve("free").resolve(Checkpoints.OPTIMIZER), "mean.mlp_out");
        float[] after = Files32.read(folder.resolve("clipped").resolve(Checkpoints.OPTIMIZER), "mean.mlp_out");
        for (int i = 0; i < before.length; i++) {
            assertThat((double) after[i]).isCloseTo(before[i] * 0.25 / norm, within(1e-7));
        }
    }

    @Test
    void weightDecayShrinksTheMatricesAlone() throws IOException {
        OptimizerStep decay = new OptimizerStep(1, 0.5, 0.5, 0.5, 0.9, 0.9, 1e-8, 0.5, Double.POSITIVE_INFINITY);
        try (TrainableModel model = Fixtures.fp32().create(Fixtures.TINY, 2)) {
            model.save(folder, false);
            float[] matrix = Files32.read(folder.resolve(Checkpoints.WEIGHTS), "mlp_in");
            float[] table = Files32.read(folder.resolve(Checkpoints.WEIGHTS), "embedding");
            // No gradient: only decay moves anything.
            model.update(decay);
            model.save(folder, false);
            float[] shrunk = Files32.read(folder.resolve(Checkpoints.WEIGHTS), "mlp_in");
            assertThat((double) shrunk[7]).isCloseTo(matrix[7] * 0.75, within(1e-7));
            assertThat(Files32.read(folder.resolve(Checkpoints.WEIGHTS), "embedding"))
                    .isEqualTo(table);
        }
    }

    @Test
    void queriesMayShareKeysAndValues() {
        ModelShape grouped = new ModelShape(Architecture.NANOCHAT, 2, 64, 4, 2, 128, 24, 61);
        try (TrainableModel model = Fixtures.fp32().create(grouped, 1)) {
            train(model, 1, 60);
            assertThat(model.score(BATCH).mean()).isLessThan(0.7);
        }
    }

    @Test
    void refusesRowsLongerThanTheContextAndTokensOutsideTheVocabulary() {
        try (TrainableModel model = Fixtures.fp32().create(Fixtures.TINY, 1)) {
            TokenBatch longer = Fixtures.batch(Fixtures.TINY, 1, 25, 1);
            assertThatThrownBy(() -> model.score(longer))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("rows of 25 tokens, but the model's context is 24");
            TokenBatch foreign = new TokenBatch(1, 2, new int[] {3, 61}, new int[] {1, 2});
            assertThatThrownBy(() -> model.accumulate(foreign, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("token 61 in a vocabulary of 61 entries");
        }
    }

    private static void train(TrainableModel model, int from, int to) {
        for (int number = from; number <= to; number++) {
            model.accumulate(BATCH, 1.0 / BATCH.targetCount());
            model.update(Fixtures.step(number));
        }
    }

    private Path trained(long seed, int steps) throws IOException {
        Path to = Files.createTempDirectory(folder, "trained");
        try (TrainableModel model = Fixtures.bf16().create(Fixtures.TINY, seed)) {
            train(model, 1, steps);
            model.save(to, true);
        }
        return to;
    }

    private static byte[] weights(Path folder) throws IOException {
        return Files.readAllBytes(folder.resolve(Checkpoints.WEIGHTS));
    }

    private static double moments(OptimizerStep step, Path to) throws IOException {
        Files.createDirectories(to);
        try (TrainableModel model = Fixtures.fp32().create(Fixtures.TINY, 2)) {
            model.accumulate(BATCH, 1.0 / BATCH.targetCount());
            double norm = model.update(step);
            model.save(to, true);
            return norm;
        }
    }
}

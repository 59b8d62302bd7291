// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.testing.TinyTraining;
import dev.seance.kit.safetensors.Safetensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How every backend's models learn. */
interface LearningLaws extends BackendLaws {

    @Test
    default void startsWithAUniformPrediction() {
        try (TrainableModel model = fresh(1)) {
            Loss loss = model.score(TinyTraining.random(8, 1));
            assertThat(loss.targets()).isEqualTo(8 * TinyTraining.CONTEXT);
            double even = Math.log(TinyTraining.VOCABULARY);
            assertThat(loss.mean()).isCloseTo(even, within(0.05 * even));
        }
    }

    @Test
    default void learnsARepeatedBatch() {
        try (TrainableModel model = fresh(1)) {
            TokenBatch batch = TinyTraining.random(2, 1);
            double before = model.score(batch).mean();
            BackendLaws.learnByHeart(model, batch, 40);
            // AdamW at 0.01 moves every logit by about 0.3 a step: forty steps learn 32 places by heart.
            assertThat(model.score(batch).mean()).isLessThan(before / 2);
        }
    }

    @Test
    default void learnsARepeatedBatchWithMuon(@TempDir Path folder) throws IOException {
        try (TrainableModel model = fresh(1)) {
            TokenBatch batch = TinyTraining.random(2, 1);
            double before = model.score(batch).mean();
            Map<String, ByteBuffer> matrices = matrices(model, folder);
            for (int number = 1; number <= 20; number++) {
                model.accumulate(batch, 1.0 / batch.targetCount());
                model.update(TinyTraining.muonStep(model.config().groups(), number, 0.02));
            }
            assertThat(model.score(batch).mean()).isLessThan(before / 2);
            matrices(model, folder)
                    .forEach((name, numbers) -> assertThat(numbers).as(name).isNotEqualTo(matrices.get(name)));
        }
    }

    private Map<String, ByteBuffer> matrices(TrainableModel model, Path folder) throws IOException {
        model.save(folder, false);
        Map<String, ByteBuffer> numbers = new HashMap<>();
        try (Safetensors file = Safetensors.open(folder.resolve(TrainableModel.WEIGHTS))) {
            for (ModelTensor tensor : config().tensors()) {
                if (tensor.group().matrices()) {
                    numbers.put(tensor.name(), file.numbers(tensor.name()));
                }
            }
        }
        return numbers;
    }

    @Test
    default void aStepOfMuonIsAsLongAsItsLearningRate(@TempDir Path folder) throws IOException {
        // Each of min(rows, columns) directions moves by about 1.
        muonSteps(folder, false, 0.6, 1.3);
    }

    @Test
    default void anEquilibratedStepOfMuonIsExactlyAsLongAsItsLearningRate(@TempDir Path folder) throws IOException {
        muonSteps(folder, true, 0.99, 1.01);
    }

    private void muonSteps(Path folder, boolean equilibrated, double least, double most) throws IOException {
        double rate = 0.01;
        try (TrainableModel model = fresh(1)) {
            TokenBatch batch = TinyTraining.random(8, 1);
            // Nothing flows through projections that begin at zero, so that other gradients come with the second step.
            BackendLaws.learn(model, 1, 2);
            Map<String, ByteBuffer> before = matrices(model, folder);
            model.accumulate(batch, 1.0 / batch.targetCount());
            model.update(TinyTraining.muonStep(model.config().groups(), 3, rate, equilibrated));
            Map<String, ByteBuffer> after = matrices(model, folder);
            for (String name : new String[] {"attention_out", "mlp_in", "mlp_out"}) {
                List<Long> sizes = tensor(name).shape();
                double rows = sizes.get(1);
                double columns = sizes.get(2);
                // Of as many directions as the shorter side has, times what a tall matrix takes more.
                double length = rate * Math.sqrt(Math.max(1, rows / columns) * Math.min(rows, columns) * sizes.get(0));
                assertThat(distance(before.get(name), after.get(name)))
                        .as(name)
                        .isBetween(least * length, most * length);
            }
        }
    }

    private ModelTensor tensor(String name) {
        return config().tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static double distance(ByteBuffer one, ByteBuffer two) {
        double sum = 0;
        for (int at = 0; at < one.limit(); at += Float.BYTES) {
            sum += Math.pow(one.getFloat(at) - two.getFloat(at), 2);
        }
        return Math.sqrt(sum);
    }

    @Test
    default void dropsAGradientThatIsNoNumber() {
        for (OptimizerStep step : new OptimizerStep[] {
            TinyTraining.step(config().groups(), 1, 0.01), TinyTraining.muonStep(config().groups(), 1, 0.01)
        }) {
            try (TrainableModel model = fresh(1);
                    TrainableModel spared = fresh(1)) {
                TokenBatch batch = TinyTraining.random(2, 1);
                double before = model.score(batch).nats();
                for (double scale : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
                    model.accumulate(batch, scale);
                    assertThat(model.update(step)).isNotFinite();
                    assertThat(model.score(batch).nats()).isEqualTo(before);
                }
                for (TrainableModel each : new TrainableModel[] {model, spared}) {
                    each.accumulate(batch, 1.0 / batch.targetCount());
                    each.update(step);
                }
                assertThat(model.score(batch).nats())
                        .isEqualTo(spared.score(batch).nats());
            }
        }
    }

    @Test
    default void learnsTheSameFromTheSameSeed() {
        try (TrainableModel one = fresh(1);
                TrainableModel same = fresh(1);
                TrainableModel other = fresh(2)) {
            double[] losses = BackendLaws.learn(one, 1, 4);
            assertThat(BackendLaws.learn(same, 1, 4)).isEqualTo(losses);
            assertThat(BackendLaws.learn(other, 1, 4)).isNotEqualTo(losses);
        }
    }

    @Test
    default void learnsTheSameHoweverAStepIsCutIntoMicroBatches() {
        try (TrainableModel whole = fresh(1);
                TrainableModel cut = fresh(1);
                TrainableModel unevenly = fresh(1)) {
            for (int number = 1; number <= 4; number++) {
                TokenBatch batch = TinyTraining.random(8, number);
                double loss = step(whole, batch, number, 0, 8);
                assertThat(step(cut, batch, number, 0, 1, 2, 3, 4, 5, 6, 7, 8))
                        .as("loss of step %d", number)
                        .isCloseTo(loss, sameButForRounding());
                assertThat(step(unevenly, batch, number, 0, 5, 8))
                        .as("loss of step %d", number)
                        .isCloseTo(loss, sameButForRounding());
            }
        }
    }

    private static double step(TrainableModel model, TokenBatch batch, int number, int... cuts) {
        Loss loss = Loss.NONE;
        for (int i = 0; i + 1 < cuts.length; i++) {
            loss = loss.plus(
                    model.accumulate(TinyTraining.rows(batch, cuts[i], cuts[i + 1]), 1.0 / batch.targetCount()));
        }
        // A warmed-up Adam hardly sees rounding; a first step at full rate follows the sign of a gradient near zero.
        model.update(TinyTraining.step(model.config().groups(), number, 0.001));
        return loss.nats();
    }

    @Test
    default void tellsTheLossBeforeTheScale() {
        try (TrainableModel model = fresh(1)) {
            TokenBatch batch = TinyTraining.random(2, 1);
            double loss = model.score(batch).nats();
            assertThat(model.accumulate(batch, 0.001).nats()).isCloseTo(loss, sameButForRounding());
            assertThat(model.accumulate(batch, 3).nats()).isCloseTo(loss, sameButForRounding());
        }
    }

    @Test
    default void ignoresPlacesWithoutATarget() {
        try (TrainableModel model = fresh(1)) {
            BackendLaws.learnByHeart(model, TinyTraining.random(2, 1), 5);
            TokenBatch batch = TinyTraining.random(2, 1);
            TokenBatch first = halfOf(batch, true);
            TokenBatch second = halfOf(batch, false);
            assertThat(model.score(first).targets()).isEqualTo(TinyTraining.CONTEXT);
            assertThat(model.score(first).plus(model.score(second)).nats())
                    .isCloseTo(model.score(batch).nats(), sameButForRounding());
            assertThat(model.accumulate(first, 0.01).targets()).isEqualTo(TinyTraining.CONTEXT);
        }
    }

    @Test
    default void doesNotLookAhead() {
        try (TrainableModel model = fresh(1)) {
            BackendLaws.learnByHeart(model, TinyTraining.random(2, 1), 5);
            TokenBatch half = halfOf(TinyTraining.random(2, 1), true);
            double loss = model.score(half).nats();
            double norm = norm(model, half, 1);
            for (int i = 0; i < half.inputs().length; i++) {
                if (half.targets()[i] == TokenBatch.IGNORED) {
                    half.inputs()[i] = (half.inputs()[i] + 1) % TinyTraining.VOCABULARY;
                }
            }
            assertThat(model.score(half).nats()).isCloseTo(loss, sameButForRounding());
            assertThat(norm(model, half, 1)).isCloseTo(norm, sameButForRounding());
        }
    }

    /** The batch with targets only in the first or the second half of each row. */
    private static TokenBatch halfOf(TokenBatch batch, boolean first) {
        int[] targets = batch.targets().clone();
        for (int i = 0; i < targets.length; i++) {
            if (i % batch.length() < batch.length() / 2 != first) {
                targets[i] = TokenBatch.IGNORED;
            }
        }
        return new TokenBatch(batch.rows(), batch.length(), batch.inputs().clone(), targets);
    }

    @Test
    default void learnsNothingFromABatchWithoutTargets() {
        try (TrainableModel model = fresh(1)) {
            TokenBatch batch = TinyTraining.random(1, 1);
            Arrays.fill(batch.targets(), TokenBatch.IGNORED);
            assertThat(model.score(batch)).isEqualTo(Loss.NONE);
            assertThat(model.accumulate(batch, 1)).isEqualTo(Loss.NONE);
            assertThat(model.update(TinyTraining.step(model.config().groups(), 1, 0.001)))
                    .isZero();
        }
    }

    @Test
    default void takesRowsShorterThanTheContext() {
        try (TrainableModel model = fresh(1)) {
            assertThat(model.accumulate(new TokenBatch(2, 3, new int[6], new int[6]), 1)
                            .targets())
                    .isEqualTo(6);
            assertThat(model.update(TinyTraining.step(model.config().groups(), 1, 0.001)))
                    .isFinite()
                    .isPositive();
        }
    }

    @Test
    default void measuresTheGradientOfWhatWasAccumulatedSinceTheLastUpdate() {
        try (TrainableModel model = fresh(1)) {
            TokenBatch batch = TinyTraining.random(2, 1);
            double once = norm(model, batch, 1);
            assertThat(once).isFinite().isPositive();
            assertThat(model.update(TinyTraining.step(model.config().groups(), 2, 0)))
                    .as("after an update the gradients are zero")
                    .isZero();
            model.score(TinyTraining.random(2, 2));
            assertThat(norm(model, batch, 1)).as("again").isCloseTo(once, sameButForRounding());
            assertThat(norm(model, batch, 3)).as("three times the scale").isCloseTo(3 * once, sameButForRounding());
            model.accumulate(batch, 1);
            assertThat(norm(model, batch, 1)).as("twice the batch").isCloseTo(2 * once, sameButForRounding());
        }
    }

    /** The norm of the gradient, clipped to a tenth of a thousandth, at rates of zero. */
    private static double norm(TrainableModel model, TokenBatch batch, double scale) {
        model.accumulate(batch, scale);
        return model.update(
                OptimizerStep.of(1, model.config().groups(), group -> new AdamW(0, 0.9, 0.95, 1e-8, 0), 1e-4));
    }

    @Test
    default void changesNothingAtRatesOfZero() {
        try (TrainableModel model = fresh(1)) {
            TokenBatch batch = TinyTraining.random(2, 1);
            double before = model.score(batch).nats();
            model.accumulate(batch, 1);
            model.update(OptimizerStep.of(1, model.config().groups(), group -> new AdamW(0, 0.9, 0.95, 1e-8, 0.1), 1));
            assertThat(model.score(batch).nats()).isEqualTo(before);
        }
    }

    @Test
    default void learnsNothingFromAScore() {
        try (TrainableModel model = fresh(1)) {
            TokenBatch batch = TinyTraining.random(2, 1);
            double before = model.score(batch).nats();
            assertThat(model.score(batch).nats()).isEqualTo(before);
            assertThat(model.update(TinyTraining.step(model.config().groups(), 1, 0.01)))
                    .isZero();
        }
    }

    @Test
    default void refusesWhatDoesNotFitAndGoesOn() {
        try (TrainableModel model = fresh(1)) {
            TokenBatch good = TinyTraining.random(1, 1);
            double loss = model.score(good).nats();
            for (int wrong : new int[] {-2, TinyTraining.VOCABULARY}) {
                TokenBatch input = TinyTraining.random(1, 1);
                input.inputs()[5] = wrong;
                TokenBatch target = TinyTraining.random(1, 1);
                target.targets()[5] = wrong;
                for (TokenBatch batch : new TokenBatch[] {input, target}) {
                    assertThatThrownBy(() -> model.score(batch))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining(Integer.toString(wrong));
                    assertThatThrownBy(() -> model.accumulate(batch, 1)).isInstanceOf(IllegalArgumentException.class);
                }
            }
            int tooLong = TinyTraining.CONTEXT + 1;
            assertThatThrownBy(() -> model.score(new TokenBatch(1, tooLong, new int[tooLong], new int[tooLong])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Integer.toString(TinyTraining.CONTEXT));
            assertThat(model.score(good).nats()).isEqualTo(loss);
        }
    }

    @Test
    default void countsTheTimeItComputes() {
        try (TrainableModel model = fresh(1)) {
            TokenBatch batch = TinyTraining.random(4, 1);
            long count = model.engineNanos();
            long began = System.nanoTime();
            BackendLaws.learnByHeart(model, batch, 3);
            long learning = model.engineNanos() - count;
            assertThat(learning).isPositive().isLessThanOrEqualTo(System.nanoTime() - began);
            model.score(batch);
            assertThat(model.engineNanos() - count).isGreaterThan(learning);
        }
    }

    @Test
    default void mayBeClosedTwice() {
        TrainableModel model = fresh(1);
        LanguageModel language = model.languageModel();
        DecodingSession decoding = language.decode();
        decoding.close();
        decoding.close();
        language.close();
        language.close();
        model.close();
        model.close();
    }
}

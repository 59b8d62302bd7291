// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.testing.reference.Matrix;
import dev.seance.api.testing.reference.RandomTensors;
import dev.seance.api.testing.reference.ReferenceModel;
import dev.seance.api.testing.reference.Restored;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses and every gradient against the reference in plain Java, from the same random weights. */
class AgreementTest {
    /** Relative: what the two backends may be off by. */
    private static final double AGREEMENT = 1e-4;

    @TempDir
    Path folder;

    /** Between them every branch of the designs: shared keys, a tied head, windows, an odd number of layers. */
    static List<ModelConfig> configs() {
        return List.of(
                Backends.nanochat(new ModelDimensions(4, 16, 4, 4, 24, 24, 29)),
                Backends.nanochat(new ModelDimensions(3, 32, 4, 2, 40, 24, 29)),
                Backends.nanochat(
                        new ModelDimensions(4, 8, 2, 1, 16, 400, 29).withWindows(new AttentionWindows("SSSL"))),
                Backends.llama(new ModelDimensions(3, 32, 8, 2, 40, 24, 29), false),
                Backends.llama(new ModelDimensions(2, 16, 4, 1, 24, 24, 29), true),
                Backends.llama(
                        new ModelDimensions(3, 8, 2, 2, 16, 400, 29).withWindows(new AttentionWindows("LS")), true));
    }

    @ParameterizedTest
    @MethodSource("configs")
    void lossesAndGradientsAreThoseOfTheReference(ModelConfig config) throws IOException {
        Map<String, Matrix> tensors = RandomTensors.of(config, 11);
        TokenBatch batch = batch(config, 3, Math.min(270, config.context()));
        double scale = 1.0 / batch.targetCount();
        ReferenceModel reference = new ReferenceModel(config, tensors);
        double nats = reference.nats(batch);
        Map<String, Matrix> gradients = reference.gradients(batch, scale);
        for (Backends engine : Backends.values()) {
            try (TrainableModel model = Restored.model(engine.backend(), config, tensors, folder)) {
                double loss = model.accumulate(batch, scale).nats();
                assertThat(loss).as("%s", engine).isCloseTo(nats, within(AGREEMENT * nats));
                Map<String, Matrix> found = Restored.gradients(model, folder);
                double worst = 0;
                for (Map.Entry<String, Matrix> gradient : gradients.entrySet()) {
                    double distance = distance(gradient.getValue(), found.get(gradient.getKey()));
                    assertThat(distance).as("%s: %s", engine, gradient.getKey()).isLessThan(AGREEMENT);
                    worst = Math.max(worst, distance);
                }
                System.out.printf(
                        "%s, %d layers of width %d, %s: loss off by %.1e, gradients by %.1e%n",
                        config.architecture(),
                        config.dimensions().layers(),
                        config.dimensions().width(),
                        engine,
                        Math.abs(loss - nats) / nats,
                        worst);
            }
        }
    }

    /** The greatest difference over the greatest number: a number near zero comes of sums whose terms are not small. */
    private static double distance(Matrix expected, Matrix found) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < expected.numbers().length; i++) {
            difference = Math.max(difference, Math.abs(expected.numbers()[i] - found.numbers()[i]));
            size = Math.max(size, Math.abs(expected.numbers()[i]));
        }
        return difference / size;
    }

    /** Random tokens; about every fifth target is to be ignored. */
    private static TokenBatch batch(ModelConfig config, int rows, int length) {
        Random random = new Random(12);
        int places = rows * length;
        int[] targets = random.ints(places, 0, config.vocabularySize()).toArray();
        for (int i = 0; i < places; i++) {
            if (random.nextInt(5) == 0) {
                targets[i] = TokenBatch.IGNORED;
            }
        }
        return new TokenBatch(
                rows, length, random.ints(places, 0, config.vocabularySize()).toArray(), targets);
    }
}

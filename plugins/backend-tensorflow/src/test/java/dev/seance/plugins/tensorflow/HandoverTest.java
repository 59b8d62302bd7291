// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.corpus.Document;
import dev.seance.api.model.AdamW;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.Muon;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.UpdateRule;
import dev.seance.api.testing.MadeUpBooks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A model that learns made-up prose, byte by byte, with the optimizers of its family: on one engine, on the other, and
 * handed over to the other and back in the middle, weights and optimizer's state.
 */
@Tag("full")
class HandoverTest {
    private static final int STEPS = 50;

    /** Bits per byte. */
    private static final double AGREEMENT = 0.002;

    private static final int LENGTH = 64;

    /** Of the family's learning rates, which are for batches of a thousand times as many tokens. */
    private static final double RATE = 0.2;

    /** Steps of the linear warm-up, as in every training: first steps of AdamW have the sign of each gradient alone. */
    private static final int WARMUP = 10;

    private static final byte[] PROSE = prose();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"nanochat", "llama"})
    void bothEnginesAndAModelHandedOverComeToTheSame(String architecture) throws IOException {
        ModelDimensions dimensions = new ModelDimensions(3, 64, 4, 2, 128, LENGTH, 256);
        ModelConfig config =
                architecture.equals("llama") ? Backends.llama(dimensions, false) : Backends.nanochat(dimensions);
        Path fresh = Files.createDirectory(folder.resolve("fresh"));
        try (TrainableModel model = Backends.PYTORCH.backend().create(config, 7)) {
            model.save(fresh, true);
        }
        List<Double> pytorch = learn(fresh, List.of(Backends.PYTORCH), "pytorch");
        List<Double> tensorflow = learn(fresh, List.of(Backends.TENSORFLOW), "tensorflow");
        List<Double> handed =
                learn(fresh, List.of(Backends.PYTORCH, Backends.TENSORFLOW, Backends.PYTORCH), "handed-over");
        double end = pytorch.get(STEPS);
        System.out.printf(
                "%s after %d steps: PyTorch %.6f, TensorFlow %.6f, handed over %.6f bits per byte; worst step %.6f%n",
                architecture, STEPS, end, tensorflow.get(STEPS), handed.get(STEPS), worst(pytorch, tensorflow));
        assertThat(end).as("it learnt").isLessThan(pytorch.get(0) - 2);
        assertThat(tensorflow.get(STEPS)).isCloseTo(end, within(AGREEMENT));
        assertThat(handed.get(STEPS)).isCloseTo(end, within(AGREEMENT));
        String page = TwoCurves.svg(
                architecture + ": bits per byte of unseen text after each step", pytorch, tensorflow, handed);
        Path picture = Path.of("target", "backends-" + architecture + ".svg");
        Files.writeString(picture, page);
        if (Boolean.getBoolean("seance.pictures.update")) {
            Files.writeString(
                    Path.of(
                            "..",
                            "..",
                            "docs",
                            "pictures",
                            picture.getFileName().toString()),
                    page);
        }
    }

    private static double worst(List<Double> one, List<Double> other) {
        double worst = 0;
        for (int i = 0; i < one.size(); i++) {
            worst = Math.max(worst, Math.abs(one.get(i) - other.get(i)));
        }
        return worst;
    }

    /** Trains on each engine in turn, a part of the steps each; bits per byte before the first step and after each. */
    private List<Double> learn(Path fresh, List<Backends> engines, String name) throws IOException {
        List<Double> curve = new ArrayList<>();
        Path from = fresh;
        int step = 0;
        for (int part = 0; part < engines.size(); part++) {
            int last = STEPS * (part + 1) / engines.size();
            Path to = Files.createDirectory(folder.resolve(name + "-" + part));
            try (TrainableModel model = engines.get(part).backend().restore(from)) {
                if (part == 0) {
                    curve.add(bitsPerByte(model));
                }
                while (step < last) {
                    step++;
                    learn(model, step);
                    curve.add(bitsPerByte(model));
                }
                model.save(to, true);
            }
            from = to;
        }
        return curve;
    }

    /** Of two micro-batches, by the rules of the family. */
    private static void learn(TrainableModel model, int number) {
        Random random = new Random(number);
        for (int part = 0; part < 2; part++) {
            model.accumulate(batch(random, 0, PROSE.length * 9 / 10, 4), 1.0 / (2 * 4 * LENGTH));
        }
        double factor = RATE * Math.min(1, (double) number / WARMUP);
        model.update(OptimizerStep.of(number, model.config().groups(), group -> rule(group, factor), 1));
    }

    private static UpdateRule rule(ParameterGroup group, double factor) {
        AdamW adam = group.adamW();
        return group.muon()
                .<UpdateRule>map(muon -> new Muon(
                        factor * muon.learningRate(),
                        muon.momentum(),
                        muon.beta2(),
                        muon.weightDecay(),
                        muon.equilibrated()))
                .orElseGet(() -> new AdamW(
                        factor * adam.learningRate(), adam.beta1(), adam.beta2(), adam.epsilon(), adam.weightDecay()));
    }

    private static double bitsPerByte(TrainableModel model) {
        TokenBatch unseen = batch(new Random(1), PROSE.length * 9 / 10, PROSE.length, 16);
        return model.score(unseen).bitsPerByte(unseen.targetCount());
    }

    private static TokenBatch batch(Random random, int from, int to, int rows) {
        int[] inputs = new int[rows * LENGTH];
        int[] targets = new int[rows * LENGTH];
        for (int row = 0; row < rows; row++) {
            int at = from + random.nextInt(to - from - LENGTH - 1);
            for (int i = 0; i < LENGTH; i++) {
                inputs[row * LENGTH + i] = PROSE[at + i] & 0xff;
                targets[row * LENGTH + i] = PROSE[at + i + 1] & 0xff;
            }
        }
        return new TokenBatch(rows, LENGTH, inputs, targets);
    }

    private static byte[] prose() {
        StringBuilder text = new StringBuilder();
        for (Document book : MadeUpBooks.write(20, 500, 1)) {
            text.append(book.text()).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bench;

import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.PeakThroughput;
import java.util.Random;
import java.util.function.Consumer;

/**
 * How fast a model reads a prompt and goes on from it, one text at a time. See {@link TrainingBench}.
 *
 * <p>A token needs every weight that multiplies once, in the number format that it is read in, and memory gives them no
 * faster than it is read: that is the floor of a token's time. Cached keys and values come on top and are not counted.
 */
public final class WritingBench {

    public static final String PREFILL = "reading a prompt";
    public static final String DECODE = "writing";
    public static final String FLOOR = "writing, at best";
    public static final String OF_FLOOR = "writing, of the best";

    private static final String RATE = "tokens/s";
    private static final int MAX_WRITTEN = 128;

    private final LanguageModel model;
    private final PeakThroughput peaks;
    private final Passes rounds;

    /** @param peaks what the engine does at best */
    public WritingBench(LanguageModel model, PeakThroughput peaks, Passes rounds) {
        this.model = model;
        this.peaks = peaks;
        this.rounds = rounds;
    }

    /** How many tokens the prompt has, and how many are written after it. */
    static int prompt(ModelConfig config) {
        return Math.max(1, config.context() / 2);
    }

    static int written(ModelConfig config) {
        return Math.min(MAX_WRITTEN, config.context() - prompt(config));
    }

    /** Measures both. */
    public void run(Consumer<Measurement> out) {
        ModelConfig config = model.config();
        int[] prompt = new Random(1837)
                .ints(prompt(config), 0, config.vocabularySize())
                .toArray();
        double[] reading = new double[rounds.measured()];
        double[] writing = new double[rounds.measured()];
        for (int i = -rounds.warmUp(); i < rounds.measured(); i++) {
            float[] logits = new float[config.vocabularySize()];
            try (DecodingSession text = model.decode()) {
                long began = System.nanoTime();
                text.append(prompt, logits);
                long read = System.nanoTime();
                int[] next = new int[1];
                for (int token = 0; token < written(config); token++) {
                    next[0] = prompt[token % prompt.length];
                    text.append(next, logits);
                }
                long done = System.nanoTime();
                if (i >= 0) {
                    reading[i] = prompt.length * 1e9 / (read - began);
                    writing[i] = written(config) * 1e9 / (done - read);
                }
            }
        }
        double best = peaks.readBytesPerSecond() / bytesAToken(config);
        out.accept(Measurement.of(PREFILL, RATE, reading));
        Measurement decode = Measurement.of(DECODE, RATE, writing);
        out.accept(decode);
        out.accept(Measurement.of(FLOOR, RATE, best));
        out.accept(new Measurement(
                OF_FLOOR, "%", 100 * decode.median() / best, 100 * decode.min() / best, 100 * decode.max() / best));
    }

    private double bytesAToken(ModelConfig config) {
        return (double) config.parameters().matmulParameters()
                * model.weightFormat().bytes();
    }
}

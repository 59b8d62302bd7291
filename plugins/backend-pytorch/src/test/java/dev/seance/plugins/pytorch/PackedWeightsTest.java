// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.model.DecodingBatch;
import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.WeightFormat;
import dev.seance.api.testing.reference.Matrix;
import dev.seance.api.testing.reference.RandomTensors;
import dev.seance.api.testing.reference.ReferenceModel;
import dev.seance.api.testing.reference.Restored;
import dev.seance.api.testing.reference.Rounding;
import dev.seance.plugins.pytorch.PyTorchOptions.WeightChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Models that read their weights in fewer bytes when they write. How far that may move them is what the format's rounding of
 * weights, and in int8 of what they are multiplied with, moves the reference (see {@link Yardstick}).
 */
class PackedWeightsTest {
    private static final int DRAWS = 8;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"FP16, NANOCHAT_WIDE", "FP16, LLAMA_WIDE", "INT8, NANOCHAT_WIDE", "INT8, LLAMA_WIDE"})
    void logitsAreThoseOfRoundedWeights(WeightChoice format, ReferenceShapes shape) throws IOException {
        for (long seed = 1; seed <= 3; seed++) {
            Map<String, Matrix> tensors = RandomTensors.of(shape.shape(), seed);
            int[] text = shape.batch(1, seed + 100).inputs();
            Restored.write(shape.shape(), tensors, folder);
            try (LanguageModel model = Fixtures.weights(format).load(folder)) {
                assertThat(model.weightFormat()).isEqualTo(WeightFormat.valueOf(format.name()));
                String what = "logits, seed " + seed;
                yardstick(what, format, shape, tensors, text).agree(Map.of(what, tokenByToken(model, text)));
            }
        }
    }

    /**
     * Where no logit is off by more than e, the token that is the likeliest with rounded weights is within 2 e of the likeliest
     * without: so the model writes nothing that it would not, but for a choice between nearly equal tokens.
     */
    @ParameterizedTest
    @CsvSource({"FP16, NANOCHAT_WIDE", "INT8, NANOCHAT_WIDE", "INT8, LLAMA_WIDE"})
    void whatItWritesIsNearlyTheLikeliest(WeightChoice format, ReferenceShapes shape) throws IOException {
        for (long seed = 1; seed <= 3; seed++) {
            Map<String, Matrix> tensors = RandomTensors.of(shape.shape(), seed);
            Restored.write(shape.shape(), tensors, folder);
            int[] text = Arrays.copyOf(shape.batch(1, seed).inputs(), 24);
            try (LanguageModel model = Fixtures.weights(format).load(folder)) {
                writeOn(model, text, 4);
            }
            Yardstick yardstick = yardstick("logits", format, shape, tensors, text);
            Matrix exact = yardstick.expected().get("logits");
            double error = yardstick.bounds().get("logits") * greatest(exact.numbers());
            for (int token = 4; token < text.length; token++) {
                double[] row =
                        Arrays.copyOfRange(exact.numbers(), (token - 1) * exact.columns(), token * exact.columns());
                double best = Arrays.stream(row).max().orElseThrow();
                assertThat(best - row[text[token]])
                        .as("seed %d, token %d", seed, token)
                        .isLessThan(2 * error);
            }
        }
    }

    private static double greatest(double[] numbers) {
        return Arrays.stream(numbers).map(Math::abs).max().orElseThrow();
    }

    private static void writeOn(LanguageModel model, int[] text, int from) {
        float[] logits = new float[model.config().vocabularySize()];
        try (DecodingSession session = model.decode()) {
            session.append(Arrays.copyOf(text, from), logits);
            for (int token = from; token < text.length; token++) {
                int best = 0;
                for (int i = 1; i < logits.length; i++) {
                    best = logits[i] > logits[best] ? i : best;
                }
                text[token] = best;
                session.append(new int[] {best}, logits);
            }
        }
    }

    private static Yardstick yardstick(
            String what, WeightChoice format, ReferenceShapes shape, Map<String, Matrix> tensors, int[] text) {
        List<Map<String, Matrix>> draws = new ArrayList<>();
        for (int draw = 1; draw <= DRAWS; draw++) {
            // Where 8-bit products saturate, x has 7 bits.
            Rounding rounding = Rounding.ofRows(format == WeightChoice.INT8 ? 127 : 0, draw);
            draws.add(Map.of(
                    what, new ReferenceModel(shape.shape(), rounded(format, tensors, draw), rounding).logits(text)));
        }
        Matrix expected = new ReferenceModel(shape.shape(), tensors).logits(text);
        return Yardstick.of(Distance.MAX, Map.of(what, expected), draws);
    }

    /** Matrices whose numbers are off by half a step of the format at most. */
    private static Map<String, Matrix> rounded(WeightChoice format, Map<String, Matrix> tensors, long seed) {
        Random random = new Random(seed);
        Map<String, Matrix> rounded = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            Matrix copy = tensor.copy();
            int columns = tensor.columns();
            boolean packed = tensor.numbers().length > columns && columns >= 64 && !name.contains("embedding");
            for (int from = 0; packed && from < copy.numbers().length; from += columns) {
                double most = greatest(Arrays.copyOfRange(copy.numbers(), from, from + columns));
                for (int i = from; i < from + columns; i++) {
                    double step = format == WeightChoice.INT8 ? most / 127 : Math.abs(copy.numbers()[i]) * 0x1p-10;
                    copy.numbers()[i] += step / 2 * (2 * random.nextDouble() - 1);
                }
            }
            rounded.put(name, copy);
        });
        return rounded;
    }

    private static Matrix tokenByToken(LanguageModel model, int[] text) {
        int vocabulary = model.config().vocabularySize();
        double[] all = new double[text.length * vocabulary];
        float[] logits = new float[vocabulary];
        try (DecodingSession session = model.decode()) {
            for (int token = 0; token < text.length; token++) {
                session.append(new int[] {text[token]}, logits);
                for (int i = 0; i < vocabulary; i++) {
                    all[token * vocabulary + i] = logits[i];
                }
            }
        }
        return new Matrix(text.length, vocabulary, all);
    }

    /** Texts that are read on together are not rounded to 8 bits by what stands beside them. */
    @Test
    void aTextDoesNotDependOnThoseWrittenWithIt() throws IOException {
        ReferenceShapes shape = ReferenceShapes.NANOCHAT_WIDE;
        Restored.write(shape.shape(), RandomTensors.of(shape.shape(), 1), folder);
        try (LanguageModel model = Fixtures.weights(WeightChoice.INT8).load(folder)) {
            assertThat(beside(model, 7)).isEqualTo(beside(model, 50));
        }
    }

    private static float[] beside(LanguageModel model, int other) {
        float[][] logits = new float[2][model.config().vocabularySize()];
        try (DecodingBatch batch = model.decodeTogether(2)) {
            batch.append(0, new int[] {1, 2, 3}, logits[0]);
            batch.append(1, new int[] {other}, logits[1]);
            batch.step(new int[] {0, 1}, new int[] {4, other}, logits);
        }
        return logits[0];
    }

    @Test
    void weightsInAFormatThatIsAPrecisionAreComputedInIt() throws IOException {
        Restored.write(Fixtures.TINY, RandomTensors.of(Fixtures.TINY, 1), folder);
        for (WeightChoice choice : List.of(WeightChoice.FP32, WeightChoice.BF16)) {
            try (LanguageModel model = Fixtures.weights(choice).load(folder)) {
                assertThat(model.weightFormat()).isEqualTo(WeightFormat.valueOf(choice.name()));
            }
        }
    }

    @Test
    void aPrecisionThatWasAskedForIsKept() throws IOException {
        Restored.write(Fixtures.TINY, RandomTensors.of(Fixtures.TINY, 1), folder);
        try (LanguageModel model = Fixtures.fp32().load(folder)) {
            assertThat(model.weightFormat()).isEqualTo(WeightFormat.FP32);
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Precision;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.testing.reference.Matrix;
import dev.seance.api.testing.reference.RandomTensors;
import dev.seance.api.testing.reference.ReferenceModel;
import dev.seance.api.testing.reference.Restored;
import dev.seance.api.testing.reference.Rounding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sequences that are run at once, in parts and token by token have the logits of the reference, which has no cache, as near
 * as rounding allows (see {@link Yardstick}).
 */
class DecodingSessionTest {
    private static final int DRAWS = 5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_VOCABULARY")
    void howASequenceIsCutDoesNotMatter(ReferenceShapes shape) throws IOException {
        agree(shape, Fixtures.fp32(), Distance.MAX, Precision.FP32);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*_WIDE")
    void howASequenceIsCutHardlyMattersInBf16(ReferenceShapes shape) throws IOException {
        agree(shape, Fixtures.bf16(), Distance.NORM, Precision.BF16);
    }

    private void agree(ReferenceShapes shape, PyTorchBackend backend, Distance distance, Precision precision)
            throws IOException {
        Map<String, Matrix> tensors = RandomTensors.of(shape.shape(), 21);
        int[] text = shape.batch(1, 22).inputs();
        Matrix expected = new ReferenceModel(shape.shape(), tensors).logits(text);
        List<Matrix> draws = new ArrayList<>();
        for (int draw = 1; draw <= DRAWS; draw++) {
            draws.add(new ReferenceModel(shape.shape(), tensors, Rounding.of(precision, draw)).logits(text));
        }
        try (TrainableModel model = Restored.model(backend, shape.shape(), tensors, folder)) {
            agree(expected, draws, model.languageModel(), text, distance);
        }
        // A model for inference has its matrices in another layout.
        try (LanguageModel model = backend.load(folder)) {
            agree(expected, draws, model, text, distance);
        }
    }

    /** Runs the sequence in several ways; the logits after each part are compared. */
    private static void agree(Matrix expected, List<Matrix> draws, LanguageModel model, int[] text, Distance distance) {
        int length = text.length;
        int[] single = new int[length];
        Arrays.fill(single, 1);
        int[][] ways = {
            {length},
            single,
            {1, length - 1},
            {length - 1, 1},
            {length / 2, length - length / 2},
            {3, 1, 1, length - 5},
            {2, 1, length - 4, 1}
        };
        for (int[] cut : ways) {
            Matrix found = read(model, text, expected.columns(), cut);
            String way = "logits, read " + (cut.length == length ? "token by token" : Arrays.toString(cut));
            Yardstick.of(
                            distance,
                            Map.of(way, after(expected, cut)),
                            draws.stream()
                                    .map(draw -> Map.of(way, after(draw, cut)))
                                    .toList())
                    .agree(Map.of(way, found));
        }
    }

    /** Of the logits after each token those after each part. */
    private static Matrix after(Matrix logits, int[] cut) {
        int columns = logits.columns();
        double[] rows = new double[cut.length * columns];
        int token = -1;
        for (int part = 0; part < cut.length; part++) {
            token += cut[part];
            System.arraycopy(logits.numbers(), token * columns, rows, part * columns, columns);
        }
        return new Matrix(cut.length, columns, rows);
    }

    /** The logits after each part. */
    private static Matrix read(LanguageModel model, int[] text, int vocabulary, int... cut) {
        double[] all = new double[cut.length * vocabulary];
        float[] logits = new float[vocabulary];
        int from = 0;
        try (DecodingSession decoding = model.decode()) {
            for (int part = 0; part < cut.length; part++) {
                decoding.append(Arrays.copyOfRange(text, from, from + cut[part]), logits);
                for (int i = 0; i < vocabulary; i++) {
                    all[part * vocabulary + i] = logits[i];
                }
                from += cut[part];
            }
        }
        return new Matrix(cut.length, vocabulary, all);
    }

    @Test
    void aSequenceMayBeClosedAfterItsModel() {
        TrainableModel model = Fixtures.fp32().create(Fixtures.TINY, 1);
        DecodingSession text = model.languageModel().decode();
        model.close();
        assertThatThrownBy(() -> text.append(new int[] {1}, new float[Fixtures.TINY.vocabularySize()]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nanochat.py is closed");
        text.close();
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.TrainableModel;
import dev.seance.plugins.pytorch.reference.Matrix;
import dev.seance.plugins.pytorch.reference.RandomTensors;
import dev.seance.plugins.pytorch.reference.ReferenceModel;
import dev.seance.plugins.pytorch.reference.ReferenceShapes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts read at once, in parts and token by token have the logits of the reference, which keeps no cache. */
class DecodingSessionTest {
    private static final double EXACT = 1e-5;
    private static final double ROUNDED = 2e-2;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_VOCABULARY")
    void howATextIsReadDoesNotMatter(ReferenceShapes shape) throws IOException {
        agree(shape, Fixtures.fp32(), Distance.MOST, EXACT);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*_WIDE")
    void howATextIsReadHardlyMattersInBf16(ReferenceShapes shape) throws IOException {
        agree(shape, Fixtures.bf16(), Distance.NORM, ROUNDED);
    }

    private void agree(ReferenceShapes shape, PyTorchBackend backend, Distance distance, double most)
            throws IOException {
        Map<String, Matrix> tensors = RandomTensors.of(shape.shape(), 21);
        int[] text = shape.batch(1, 22).inputs();
        Matrix expected = new ReferenceModel(shape.shape(), tensors).logits(text);
        try (TrainableModel model = Restored.model(backend, shape.shape(), tensors, folder)) {
            agree(expected, model.languageModel(), text, distance, most);
        }
        // A model that only reads keeps its matrices in another layout.
        try (LanguageModel model = backend.load(folder)) {
            agree(expected, model, text, distance, most);
        }
    }

    /** Reads the text in several ways; what follows each part is compared. */
    private static void agree(Matrix expected, LanguageModel model, int[] text, Distance distance, double most) {
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
            Matrix wanted = new Matrix(cut.length, expected.columns(), new double[found.numbers().length]);
            int place = -1;
            for (int part = 0; part < cut.length; part++) {
                place += cut[part];
                System.arraycopy(
                        expected.numbers(),
                        place * expected.columns(),
                        wanted.numbers(),
                        part * expected.columns(),
                        expected.columns());
            }
            String way = cut.length == length ? "token by token" : Arrays.toString(cut);
            assertThat(distance.of(wanted, found)).as("logits, read %s", way).isLessThan(most);
        }
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
    void aTextOutlivesItsModelHarmlessly() {
        TrainableModel model = Fixtures.fp32().create(Fixtures.TINY, 1);
        DecodingSession text = model.languageModel().decode();
        model.close();
        assertThatThrownBy(() -> text.append(new int[] {1}, new float[Fixtures.TINY.vocabularySize()]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nanochat.py is closed");
        text.close();
    }
}

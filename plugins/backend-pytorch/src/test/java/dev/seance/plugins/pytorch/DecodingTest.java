// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.Decoding;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.TrainableModel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Decoding where heads share keys and values; the contract has the rest. */
class DecodingTest {
    @Test
    void howATextIsCutDoesNotMatter() {
        try (TrainableModel model = Fixtures.fp32().create(Fixtures.TINY, 1)) {
            Fixtures.train(model, Fixtures.BATCH, 1, 10);
            int[] text = Arrays.copyOf(Fixtures.BATCH.inputs(), 20);
            float[] whole = read(model.languageModel(), text, 20);
            for (int[] cut : new int[][] {{1, 19}, {19, 1}, {7, 6, 7}, {3, 1, 1, 15}, {10, 10}}) {
                float[] logits = read(model.languageModel(), text, cut);
                for (int i = 0; i < whole.length; i++) {
                    assertThat(logits[i])
                            .as("logit %d, cut %s", i, Arrays.toString(cut))
                            .isCloseTo(whole[i], within(2e-5f));
                }
            }
        }
    }

    @Test
    void aTextOutlivesItsModelHarmlessly() {
        TrainableModel model = Fixtures.fp32().create(Fixtures.TINY, 1);
        Decoding text = model.languageModel().decode();
        model.close();
        assertThatThrownBy(() -> text.append(new int[] {1}, new float[Fixtures.TINY.vocabulary()]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nanochat.py is closed");
        text.close();
    }

    private static float[] read(LanguageModel model, int[] text, int... cut) {
        float[] logits = new float[Fixtures.TINY.vocabulary()];
        int from = 0;
        try (Decoding decoding = model.decode()) {
            for (int length : cut) {
                decoding.append(Arrays.copyOfRange(text, from, from + length), logits);
                from += length;
            }
        }
        return logits;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.Architecture;
import dev.seance.api.model.Decoding;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.ModelShape;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DecodingTest {
    private static final ModelShape SHAPE = new ModelShape(Architecture.NANOCHAT, 2, 64, 4, 2, 128, 24, 61);
    private static final TokenBatch BATCH = Fixtures.batch(SHAPE, 2, 24, 8);
    private static TrainableModel trained;
    private static LanguageModel model;

    @BeforeAll
    static void train() {
        trained = Fixtures.fp32().create(SHAPE, 1);
        for (int number = 1; number <= 10; number++) {
            trained.accumulate(BATCH, 1.0 / BATCH.targetCount());
            trained.update(Fixtures.step(number));
        }
        model = trained.languageModel();
    }

    @AfterAll
    static void close() {
        trained.close();
    }

    @Test
    void cachedLogitsGiveTheLossOfTheWholeRow() {
        TokenBatch row = Fixtures.row(BATCH, 1);
        double nats = 0;
        try (Decoding text = model.decode()) {
            for (int i = 0; i < row.length(); i++) {
                float[] logits = new float[SHAPE.vocabulary()];
                text.append(new int[] {row.inputs()[i]}, logits);
                if (row.targets()[i] != TokenBatch.IGNORED) {
                    nats += nats(logits, row.targets()[i]);
                }
            }
            assertThat(text.position()).isEqualTo(row.length());
        }
        double whole = model.score(row).nats();
        assertThat(nats).isCloseTo(whole, within(1e-5 * whole));
    }

    @Test
    void howATextIsCutDoesNotMatter() {
        int[] text = Arrays.copyOf(BATCH.inputs(), 20);
        float[] whole = read(text, 20);
        for (int[] cut : new int[][] {{1, 19}, {19, 1}, {7, 6, 7}, {3, 1, 1, 15}, {10, 10}}) {
            float[] logits = read(text, cut);
            for (int i = 0; i < whole.length; i++) {
                assertThat(logits[i])
                        .as("logit %d, cut %s", i, Arrays.toString(cut))
                        .isCloseTo(whole[i], within(2e-5f));
            }
        }
    }

    @Test
    void textsDoNotDisturbEachOther() {
        float[] alone = read(new int[] {1, 2, 3, 4}, 2, 2);
        float[] logits = new float[SHAPE.vocabulary()];
        try (Decoding one = model.decode();
                Decoding other = model.decode()) {
            one.append(new int[] {1, 2}, logits);
            other.append(new int[] {9, 8, 7, 6, 5}, logits);
            one.append(new int[] {3, 4}, logits);
        }
        assertThat(logits).isEqualTo(alone);
    }

    @Test
    void refusesToGoPastTheContext() {
        float[] logits = new float[SHAPE.vocabulary()];
        try (Decoding text = model.decode()) {
            text.append(new int[24], logits);
            assertThatThrownBy(() -> text.append(new int[] {1}, logits))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the text would be 25 tokens long, but the model's context is 24");
        }
    }

    private static float[] read(int[] text, int... cut) {
        float[] logits = new float[SHAPE.vocabulary()];
        int from = 0;
        try (Decoding decoding = model.decode()) {
            for (int length : cut) {
                decoding.append(Arrays.copyOfRange(text, from, from + length), logits);
                from += length;
            }
        }
        return logits;
    }

    private static double nats(float[] logits, int target) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        return Math.log(sum) - logits[target];
    }
}

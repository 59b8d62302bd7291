// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.testing.TinyTraining;
import dev.seance.kit.model.Generator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How every backend's models read and write, token by token. */
interface DecodingLaws extends BackendLaws {

    /** A model that has learnt this row, so that what it says next depends on all it has read. */
    private TrainableModel taught() {
        TrainableModel model = fresh(1);
        BackendLaws.learnByHeart(model, TinyTraining.random(2, 1), 12);
        return model;
    }

    @Test
    default void decodesWithTheProbabilitiesThatItScoresWith(@TempDir Path folder) throws IOException {
        try (TrainableModel model = taught()) {
            model.save(folder, false);
            agrees(model.languageModel(), model);
            try (LanguageModel loaded = backend().load(folder)) {
                agrees(loaded, model);
            }
        }
    }

    private void agrees(LanguageModel language, TrainableModel model) {
        TokenBatch row = TinyTraining.random(1, 1);
        float[] logits = new float[TinyTraining.VOCABULARY];
        try (DecodingSession decoding = language.decode()) {
            for (int place = 0; place < row.length(); place++) {
                decoding.append(new int[] {row.inputs()[place]}, logits);
                assertThat(-logProbability(logits, row.targets()[place]))
                        .as("loss at place %d", place)
                        .isCloseTo(lossAt(model, row, place), sameButForTheCache());
            }
        }
    }

    private static double lossAt(TrainableModel model, TokenBatch row, int place) {
        int[] targets = new int[row.length()];
        Arrays.fill(targets, TokenBatch.IGNORED);
        targets[place] = row.targets()[place];
        return model.score(new TokenBatch(1, row.length(), row.inputs(), targets))
                .nats();
    }

    private static double logProbability(float[] logits, int token) {
        double top = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            top = Math.max(top, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - top);
        }
        return logits[token] - top - Math.log(sum);
    }

    @Test
    default void predictsTheSameHoweverTheTextIsCut() {
        int[] text = TinyTraining.random(1, 1).inputs();
        try (TrainableModel model = taught()) {
            LanguageModel language = model.languageModel();
            float[] expected = read(language, text, text.length);
            for (int[] cuts :
                    new int[][] {{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, {5, 4, 7}, {1, 15}, {12, 1, 3}}) {
                float[] actual = read(language, text, cuts);
                for (int token = 0; token < expected.length; token++) {
                    assertThat((double) actual[token])
                            .as("logit of %d, cut %s", token, Arrays.toString(cuts))
                            .isCloseTo(
                                    expected[token], within(cacheRounding() * Math.max(1, Math.abs(expected[token]))));
                }
            }
        }
    }

    private static float[] read(LanguageModel model, int[] text, int... cuts) {
        float[] logits = new float[TinyTraining.VOCABULARY];
        try (DecodingSession decoding = model.decode()) {
            int from = 0;
            for (int count : cuts) {
                assertThat(decoding.position()).isEqualTo(from);
                decoding.append(Arrays.copyOfRange(text, from, from + count), logits);
                from += count;
            }
            assertThat(decoding.position()).isEqualTo(text.length);
        }
        return logits;
    }

    @Test
    default void keepsTwoTextsApart() {
        int[] one = TinyTraining.random(1, 1).inputs();
        int[] two = TinyTraining.random(1, 2).inputs();
        try (TrainableModel model = taught()) {
            LanguageModel language = model.languageModel();
            float[] expected = read(language, one, 8, 8);
            float[] logits = new float[TinyTraining.VOCABULARY];
            try (DecodingSession first = language.decode();
                    DecodingSession second = language.decode()) {
                first.append(Arrays.copyOf(one, 8), logits);
                second.append(two, logits);
                first.append(Arrays.copyOfRange(one, 8, 16), logits);
            }
            assertThat(logits).isEqualTo(expected);
        }
    }

    /**
     * Texts that begin and end at any time, each as it would be by itself: slots are filled, read on in all combinations,
     * cleared and filled again.
     */
    @Test
    default void readsTextsTogetherAsEachByItself() {
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            try (TrainableModel model = taught()) {
                LanguageModel language = model.languageModel();
                int slots = 4;
                float[][] logits = new float[slots][TinyTraining.VOCABULARY];
                int[][] texts = new int[slots][];
                try (DecodingBatch batch = language.decodeTogether(slots)) {
                    assertThat(batch.slots()).isEqualTo(slots);
                    for (int round = 0; round < 40; round++) {
                        int slot = random.nextInt(slots);
                        if (texts[slot] == null) {
                            texts[slot] = Arrays.copyOf(
                                    TinyTraining.random(1, random.nextInt(1000)).inputs(), 1 + random.nextInt(6));
                            batch.append(slot, texts[slot], logits[slot]);
                        } else if (texts[slot].length == TinyTraining.CONTEXT || random.nextInt(6) == 0) {
                            batch.clear(slot);
                            texts[slot] = null;
                        }
                        stepSome(batch, texts, logits, random);
                        for (int i = 0; i < slots; i++) {
                            int length = texts[i] == null ? 0 : texts[i].length;
                            assertThat(batch.position(i)).isEqualTo(length);
                            if (length > 0) {
                                close(logits[i], read(language, texts[i], length), "seed " + seed + ", round " + round);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void stepSome(DecodingBatch batch, int[][] texts, float[][] logits, Random random) {
        int[] chosen = IntStream.range(0, texts.length)
                .filter(slot ->
                        texts[slot] != null && texts[slot].length < TinyTraining.CONTEXT && random.nextInt(4) > 0)
                .toArray();
        if (chosen.length == 0) {
            return;
        }
        int[] tokens = random.ints(chosen.length, 0, TinyTraining.VOCABULARY).toArray();
        float[][] found = Arrays.stream(chosen).mapToObj(slot -> logits[slot]).toArray(float[][]::new);
        batch.step(chosen, tokens, found);
        for (int i = 0; i < chosen.length; i++) {
            int[] text = texts[chosen[i]];
            texts[chosen[i]] = Arrays.copyOf(text, text.length + 1);
            texts[chosen[i]][text.length] = tokens[i];
        }
    }

    private void close(float[] actual, float[] expected, String where) {
        for (int token = 0; token < expected.length; token++) {
            assertThat((double) actual[token])
                    .as("logit of %d, %s", token, where)
                    .isCloseTo(expected[token], within(cacheRounding() * Math.max(1, Math.abs(expected[token]))));
        }
    }

    @Test
    default void refusesToReadTogetherWhatItWouldNotReadByItself() {
        try (TrainableModel model = fresh(1);
                DecodingBatch batch = model.languageModel().decodeTogether(2)) {
            float[][] logits = new float[2][TinyTraining.VOCABULARY];
            batch.append(0, new int[TinyTraining.CONTEXT], logits[0]);
            batch.append(1, new int[] {3}, logits[1]);
            assertThatThrownBy(() -> batch.step(new int[] {1, 0}, new int[] {1, 1}, logits))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Integer.toString(TinyTraining.CONTEXT));
            assertThatThrownBy(() ->
                            batch.step(new int[] {1}, new int[] {TinyTraining.VOCABULARY}, new float[][] {logits[1]}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Integer.toString(TinyTraining.VOCABULARY));
            assertThat(batch.position(1)).isEqualTo(1);
        }
    }

    @Test
    default void predictsWithTheWeightsAsTheyAreNow() {
        TokenBatch batch = TinyTraining.random(2, 1);
        try (TrainableModel model = fresh(1)) {
            LanguageModel language = model.languageModel();
            BackendLaws.learnByHeart(model, batch, 12);
            assertThat(language.score(batch).nats())
                    .isCloseTo(model.score(batch).nats(), sameButForRounding());
            agrees(language, model);
        }
    }

    @Test
    default void refusesATextLongerThanTheContext() {
        float[] logits = new float[TinyTraining.VOCABULARY];
        try (TrainableModel model = fresh(1)) {
            LanguageModel language = model.languageModel();
            try (DecodingSession decoding = language.decode()) {
                assertThatThrownBy(() -> decoding.append(new int[TinyTraining.CONTEXT + 1], logits))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(Integer.toString(TinyTraining.CONTEXT));
                decoding.append(new int[TinyTraining.CONTEXT], logits);
                assertThatThrownBy(() -> decoding.append(new int[1], logits))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThat(decoding.position()).isEqualTo(TinyTraining.CONTEXT);
            }
        }
    }

    @Test
    default void refusesToReadATokenThatIsNone() {
        float[] logits = new float[TinyTraining.VOCABULARY];
        try (TrainableModel model = fresh(1);
                DecodingSession decoding = model.languageModel().decode()) {
            for (int wrong : new int[] {-1, TinyTraining.VOCABULARY}) {
                assertThatThrownBy(() -> decoding.append(new int[] {3, wrong}, logits))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(Integer.toString(wrong));
            }
            assertThat(decoding.position()).isZero();
            decoding.append(new int[] {3}, logits);
        }
    }

    @Test
    default void writesTheSameAtTemperatureZero() {
        int[] prompt = Arrays.copyOf(TinyTraining.random(1, 1).inputs(), 4);
        Sampling sampling = new Sampling(0, 0, 1, 0, 12);
        try (TrainableModel model = taught()) {
            int[] reply = new Generator(model.languageModel(), sampling, Set.of(0), 1).generate(prompt, 0, token -> {});
            assertThat(reply).hasSize(12).doesNotContain(0);
            assertThat(new Generator(model.languageModel(), sampling, Set.of(0), 2).generate(prompt, 0, token -> {}))
                    .isEqualTo(reply);
        }
    }
}

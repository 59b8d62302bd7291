// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Sampling;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GeneratorTest {

    private static final int STOP = 0;
    private static final Sampling LIKELIEST = new Sampling(0, 0, 1, 0, 5);

    @Test
    void takesTheLikeliestAtTemperatureZero() {
        assertThat(write(ScriptedModel.preferring(32, 0, 1, 3, 2), LIKELIEST, Set.of(), 1))
                .containsExactly(2, 2, 2, 2, 2);
    }

    @Test
    void readsWhatItWrites() {
        ScriptedModel counting = new ScriptedModel(32, 10, (text, token) -> token == last(text) + 1 ? 1 : 0);
        List<Integer> heard = new ArrayList<>();
        int[] reply = new Generator(counting, LIKELIEST, Set.of(), 1).generate(new int[] {9, 3}, STOP, heard::add);
        assertThat(reply).containsExactly(4, 5, 6, 7, 8);
        assertThat(heard).containsExactly(4, 5, 6, 7, 8);
        assertThat(counting.texts()).containsExactly(List.of(9, 3, 4, 5, 6, 7));
        assertThat(counting.open()).isZero();
    }

    @Test
    void neverWritesPaddingNorWhoSpeaks() {
        Vocabulary vocabulary = new ByteVocabulary();
        Set<Integer> markers = Set.of(SpecialToken.PAD, SpecialToken.USER, SpecialToken.ASSISTANT).stream()
                .map(vocabulary::id)
                .collect(Collectors.toSet());
        int letter = vocabulary.encode("a")[0];
        ScriptedModel model = new ScriptedModel(
                32, vocabulary.size(), (text, token) -> markers.contains(token) ? 2 : token == letter ? 1 : 0);

        int[] reply = Generator.of(model, vocabulary, LIKELIEST, 1).generate(vocabulary.encode("b"), STOP, token -> {});

        assertThat(vocabulary.decode(reply)).isEqualTo("aaaaa");
    }

    @Test
    void endsAtTheStopTokenAndLeavesItOut() {
        ScriptedModel model = new ScriptedModel(32, 4, (text, token) -> token == (text.size() < 4 ? 3 : STOP) ? 1 : 0);
        assertThat(write(model, LIKELIEST, Set.of(), 1)).containsExactly(3, 3);
        assertThat(write(ScriptedModel.preferring(32, 1, 0), LIKELIEST, Set.of(), 1))
                .isEmpty();
    }

    @Test
    void endsWhereTheContextEnds() {
        assertThat(write(ScriptedModel.preferring(6, 0, 1), LIKELIEST.withMaxTokens(100), Set.of(), 1))
                .hasSize(4);
        assertThat(write(ScriptedModel.preferring(1, 0, 1), LIKELIEST, Set.of(), 1))
                .isEmpty();
    }

    @Test
    void keepsTheFirstTokenAndTheEndOfALongPrompt() {
        ScriptedModel model = ScriptedModel.preferring(10, 0, 1);
        new Generator(model, LIKELIEST.withMaxTokens(4), Set.of(), 1)
                .generate(new int[] {7, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, STOP, token -> {});
        assertThat(model.texts().get(0).subList(0, 6)).containsExactly(7, 7, 8, 9, 10, 11);
    }

    @Test
    void leavesThePromptHalfTheContextHoweverLongTheReplyMayBe() {
        ScriptedModel model = ScriptedModel.preferring(10, 0, 1);
        int[] reply = new Generator(model, LIKELIEST.withMaxTokens(256), Set.of(), 1)
                .generate(new int[] {7, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, STOP, token -> {});
        assertThat(model.texts().get(0).subList(0, 5)).containsExactly(7, 8, 9, 10, 11);
        assertThat(reply).hasSize(5);
    }

    @Test
    void drawsAmongTheTopKAlone() {
        ScriptedModel model = ScriptedModel.preferring(2000, 1, 2, 3, 4, 5);
        Sampling sampling = new Sampling(5, 2, 1, 0, 1000);
        assertThat(write(model, sampling, Set.of(), 1)).containsOnly(3, 4);
    }

    @Test
    void drawsEachTokenAsOftenAsItsProbabilitySays() {
        ScriptedModel model = ScriptedModel.preferring(50_000, -99, Math.log(1), Math.log(2), Math.log(5));
        long seed = 7;
        int[] drawn = write(model, new Sampling(1, 0, 1, 0, 20_000), Set.of(), seed);
        assertThat(share(drawn, 1)).as("seed %d", seed).isCloseTo(1 / 8.0, within(0.01));
        assertThat(share(drawn, 2)).isCloseTo(2 / 8.0, within(0.01));
        int[] cooler = write(model, new Sampling(0.5, 0, 1, 0, 20_000), Set.of(), seed);
        assertThat(share(cooler, 3)).as("seed %d", seed).isCloseTo(25 / 30.0, within(0.01));
    }

    @Test
    void neverDrawsWhatIsBanned() {
        ScriptedModel model = ScriptedModel.preferring(2000, 0, 9, 0, 0, 9);
        assertThat(write(model, LIKELIEST, Set.of(0, 1, 4), 1)).containsOnly(2);
        assertThat(write(model, new Sampling(3, 0, 1.3, 8, 1000), Set.of(0, 1, 4), 1))
                .containsOnly(2, 3);
        assertThat(write(model, new Sampling(3, 4, 1.3, 8, 1000), Set.of(0, 1, 4), 1))
                .containsOnly(2, 3);
    }

    @Test
    void weakensWhatItSaidLately() {
        ScriptedModel model = ScriptedModel.preferring(100, -9, 1.0, 1.2, 0.9);
        Sampling penalised = new Sampling(0, 0, 1.5, 2, 6);
        // 1.2, then 1.0, then 0.9, each shut out for two tokens; the prompt's own tokens are not.
        assertThat(write(model, penalised, Set.of(), 1)).containsExactly(2, 1, 3, 2, 1, 3);
        assertThat(write(model, new Sampling(0, 0, 1.5, 0, 3), Set.of(), 1)).containsExactly(2, 2, 2);
    }

    @Test
    void weakensARepeatedTokenOnceAndNegativeLogitsDownward() {
        ScriptedModel model = ScriptedModel.preferring(100, -9, -1.0, -1.4, -1.6);
        // -1.0 becomes -1.5 and -1.4 becomes -2.1: the third never comes before them both.
        assertThat(write(model, new Sampling(0, 0, 1.5, 64, 4), Set.of(), 1)).containsExactly(1, 2, 1, 1);
    }

    @Test
    void writesTheSameFromTheSameSeed() {
        ScriptedModel model = ScriptedModel.preferring(2000, 0, 1, 1, 1, 1);
        Sampling sampling = new Sampling(1, 0, 1.1, 4, 100);
        assertThat(write(model, sampling, Set.of(0), 5)).isEqualTo(write(model, sampling, Set.of(0), 5));
        assertThat(write(model, sampling, Set.of(0), 5)).isNotEqualTo(write(model, sampling, Set.of(0), 6));
    }

    @Test
    void needsAPrompt() {
        assertThatThrownBy(() -> new Generator(ScriptedModel.preferring(4, 0, 1), LIKELIEST, Set.of(), 1)
                        .generate(new int[0], STOP, token -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closesItsDecodingWhenTheListenerFails() {
        ScriptedModel model = ScriptedModel.preferring(9, 0, 1);
        assertThatThrownBy(() -> new Generator(model, LIKELIEST, Set.of(), 1).generate(new int[] {1}, STOP, token -> {
                    throw new IllegalStateException("hung up");
                }))
                .hasMessage("hung up");
        assertThat(model.open()).isZero();
    }

    private static int[] write(LanguageModel model, Sampling sampling, Set<Integer> banned, long seed) {
        int[] prompt = model.config().context() > 1 ? new int[] {1, 1} : new int[] {1};
        return new Generator(model, sampling, banned, seed).generate(prompt, STOP, token -> {});
    }

    private static int last(List<Integer> text) {
        return text.get(text.size() - 1);
    }

    private static double share(int[] drawn, int token) {
        return Arrays.stream(drawn).filter(one -> one == token).count() / (double) drawn.length;
    }
}

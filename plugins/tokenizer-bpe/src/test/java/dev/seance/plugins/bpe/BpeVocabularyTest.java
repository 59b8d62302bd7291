// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.plugins.bpe.model.BpeModel;
import dev.seance.plugins.bpe.model.ByteOrder;
import dev.seance.plugins.bpe.model.Merges;
import dev.seance.plugins.bpe.model.TokenIds;
import dev.seance.plugins.bpe.split.SplitPattern;
import dev.seance.plugins.bpe.training.MergeTrainerTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

public class BpeVocabularyTest {

    private final BpeVocabulary vocabulary =
            vocabulary(ByteOrder.VALUE, new SplitPattern.PreTokenizer(SplitPattern.LLAMA3, 3));

    /** A vocabulary of a few hundred merges, trained on random texts. */
    public static BpeVocabulary vocabulary(ByteOrder order, SplitPattern.PreTokenizer split) {
        String[] texts = LongStream.range(1000, 1100)
                .mapToObj(seed -> new RandomTexts(seed).next())
                .toArray(String[]::new);
        return trained(split, MergeTrainerTest.train(order, 600, texts).merges());
    }

    private static BpeVocabulary trained(SplitPattern.PreTokenizer split, Merges merges) {
        List<String> specials =
                Arrays.stream(SpecialToken.values()).map(SpecialToken::spelling).toList();
        return new BpeVocabulary(BpeModel.of(split, merges, TokenIds.afterSpecials(specials, merges.symbols())));
    }

    @Test
    void roundTripsAnyText() {
        for (long seed = 1; seed <= 5000; seed++) {
            String text = new RandomTexts(seed).next();
            assertThat(vocabulary.decode(vocabulary.encode(text)))
                    .as("seed %d", seed)
                    .isEqualTo(text);
        }
    }

    @Test
    void takesUnpairedSurrogatesForReplacementCharacters() {
        assertThat(vocabulary.decode(vocabulary.encode("a\ud800b\udc00\udc00c\ud83d")))
                .isEqualTo("a\ufffdb\ufffd\ufffdc\ufffd");
    }

    @Test
    void cachedPiecesHaveTheTokensOfFreshOnes() {
        for (long seed = 1; seed <= 200; seed++) {
            String text = new RandomTexts(seed).next();
            int[] fresh = trained(vocabulary.model().split(), vocabulary.model().merges())
                    .encode(text);
            assertThat(vocabulary.encode(text)).as("seed %d", seed).isEqualTo(fresh);
            assertThat(vocabulary.encode(text)).as("seed %d, again", seed).isEqualTo(fresh);
        }
    }

    @Test
    void textNeverBecomesASpecialToken() {
        for (SpecialToken special : SpecialToken.values()) {
            int[] ids = vocabulary.encode(special.spelling());
            assertThat(Arrays.stream(ids)).isNotEmpty().allMatch(id -> id >= SpecialToken.values().length);
            assertThat(vocabulary.decode(ids)).isEqualTo(special.spelling());
        }
    }

    @Test
    void specialTokensHaveTheFirstIdsAndNoBytes() {
        assertThat(Arrays.stream(SpecialToken.values()).map(vocabulary::id)).containsExactly(0, 1, 2, 3);
        assertThat(vocabulary.bytes(2)).isEmpty();
        assertThat(vocabulary.byteLength(2)).isZero();
        assertThat(vocabulary.decode(0, 2, 4 + 'H', 4 + 'i', 3)).isEqualTo("Hi");
    }

    @Test
    void everyByteIsAToken() {
        assertThat(IntStream.range(0, 256).mapToObj(value -> vocabulary.bytes(4 + value)[0] & 0xFF))
                .isEqualTo(IntStream.range(0, 256).boxed().toList());
    }

    @Test
    void decodesAnySequenceOfIds() {
        Random random = new Random(42);
        for (int i = 0; i < 2000; i++) {
            int[] ids = random.ints(random.nextInt(30), 0, vocabulary.size()).toArray();
            int bytes = Arrays.stream(ids).map(vocabulary::byteLength).sum();
            assertThat(vocabulary.decode(ids).getBytes(StandardCharsets.UTF_8).length)
                    .isBetween(0, 3 * bytes);
        }
        assertThat(vocabulary.decode(4 + 0xC3, 4 + 'x')).isEqualTo("\ufffdx");
    }

    @Test
    void refusesIdsThereAreNot() {
        assertThatThrownBy(() -> vocabulary.bytes(vocabulary.size())).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> vocabulary.bytes(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void encodesFromSeveralThreads() {
        List<String> texts = LongStream.range(0, 400)
                .mapToObj(seed -> new RandomTexts(seed).next())
                .toList();
        List<List<Integer>> alone = texts.stream().map(this::ids).toList();
        assertThat(texts.parallelStream().map(this::ids).toList()).isEqualTo(alone);
    }

    private List<Integer> ids(String text) {
        return Arrays.stream(vocabulary.encode(text)).boxed().toList();
    }

    @Test
    void encodesTextsLongerThanItsBuffers() {
        String text = "It was the best of times, it was the worst of times. ".repeat(120_000);
        assertThat(vocabulary.decode(vocabulary.encode(text))).isEqualTo(text);
    }
}

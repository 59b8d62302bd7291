// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.plugins.bpe.RandomTexts;
import dev.seance.plugins.bpe.model.ByteOrder;
import dev.seance.plugins.bpe.model.Merges;
import dev.seance.plugins.bpe.model.Pair;
import dev.seance.plugins.bpe.split.GptScannerTest;
import dev.seance.plugins.bpe.split.PieceScanner;
import dev.seance.plugins.bpe.split.SplitPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

public class MergeTrainerTest {

    private static final PieceScanner SCANNER = SplitPattern.LLAMA3.scanner(3);

    public static MergeTrainer.Result train(ByteOrder order, int wanted, String... texts) {
        return MergeTrainer.train(PieceTotalsTest.count(SCANNER, texts), order, wanted, 1, made -> {});
    }

    private static List<List<Integer>> pairs(Merges merges) {
        List<List<Integer>> pairs = new ArrayList<>();
        for (int k = 0; k < merges.size(); k++) {
            pairs.add(List.of(merges.left(k), merges.right(k)));
        }
        return pairs;
    }

    @ParameterizedTest
    @EnumSource
    void learnsTheMergesOfTheDefinition(ByteOrder order) {
        for (long seed = 1; seed <= 150; seed++) {
            RandomTexts texts = new RandomTexts(seed);
            String text = seed % 3 == 0 ? texts.next() : texts.repetitive();
            int wanted = (int) (seed % 7) * 10;
            assertThat(pairs(train(order, wanted, text).merges()))
                    .as("seed %d", seed)
                    .isEqualTo(ReferenceTrainer.train(GptScannerTest.pieces(text, SCANNER), order, wanted, 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void mergesNoPairThatIsRarerThanAsked(ByteOrder order) {
        for (long seed = 1; seed <= 60; seed++) {
            String text = new RandomTexts(seed).repetitive();
            int min = 1 + (int) (seed % 5);
            PieceTotals pieces = PieceTotalsTest.count(SCANNER, text);
            assertThat(pairs(MergeTrainer.train(pieces, order, 60, min, made -> {})
                            .merges()))
                    .as("seed %d, at least %d", seed, min)
                    .isEqualTo(ReferenceTrainer.train(GptScannerTest.pieces(text, SCANNER), order, 60, min));
        }
    }

    /** Many merges of much text: pairs are left out at first, and the bound is lowered several times. */
    @ParameterizedTest
    @EnumSource
    void leavesOutRarePairsOnlyAsLongAsTheyAreRare(ByteOrder order) {
        for (long seed = 1; seed <= 3; seed++) {
            RandomTexts texts = new RandomTexts(seed);
            StringBuilder text = new StringBuilder("of the same ".repeat(5_000));
            for (int i = 0; i < 4; i++) {
                text.append(texts.repetitive()).append(texts.next());
            }
            assertThat(pairs(train(order, 40, text.toString()).merges()))
                    .as("seed %d", seed)
                    .isEqualTo(ReferenceTrainer.train(GptScannerTest.pieces(text.toString(), SCANNER), order, 40, 1));
        }
    }

    /** Takes a few seconds. What needs time by the square of a word's length would take days. */
    @Test
    @Timeout(300)
    void isNotSlowOnWordsOfAMillionLetters() {
        Random random = new Random(3);
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 1_000_000; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        String noise = letters.toString();
        String run = "a".repeat(1 << 20);
        MergeTrainer.Result result = train(ByteOrder.VALUE, 3000, noise, run, "b" + run);
        assertThat(result.merges().size()).isEqualTo(3000);
        assertThat(result.bytes()).isEqualTo(1_000_000 + (2L << 20) + 1);
    }

    @Test
    void countsOverlappingPairsAndMergesFromTheLeft() {
        // (a, a) occurs three times in "aaaa", (b, c) twice: overlaps decide.
        assertThat(pairs(train(ByteOrder.VALUE, 2, "aaaa", "bc", "bc").merges()))
                .containsExactly(List.of((int) 'a', (int) 'a'), List.of((int) 'b', (int) 'c'));
    }

    @Test
    void orderOfBytesDecidesTies() {
        // As bytes the newline's is the smaller; as characters it is written Ċ, after the letters.
        String[] texts = {"!\n", "bc"};
        assertThat(train(ByteOrder.VALUE, 1, texts).merges().bytes(256))
                .asString()
                .isEqualTo("!\n");
        assertThat(train(ByteOrder.CHARACTER, 1, "\n\n", "bc").merges().bytes(256))
                .asString()
                .isEqualTo("bc");
        assertThat(train(ByteOrder.VALUE, 1, "\n\n", "bc").merges().bytes(256))
                .asString()
                .isEqualTo("\n\n");
    }

    @Test
    void endsWhenEveryPieceIsOneSymbol() {
        MergeTrainer.Result result = train(ByteOrder.VALUE, 100, "abcd abcd");
        assertThat(result.merges().size()).isEqualTo(4);
        assertThat(result.bytes()).isEqualTo(9);
        assertThat(result.symbols()).isEqualTo(2);
    }

    @Test
    void refusesTwoSymbolsOfTheSameBytes() {
        long[] pairs = {Pair.of('a', 'b'), Pair.of('b', 'c'), Pair.of(256, 'c'), Pair.of('a', 257)};
        assertThatThrownBy(() -> Merges.trained(ByteOrder.VALUE.bytes(), pairs))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("symbols 258 and 259 are the same bytes: abc");
    }
}

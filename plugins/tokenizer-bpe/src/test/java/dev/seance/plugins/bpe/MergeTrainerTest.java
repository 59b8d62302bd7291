// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MergeTrainerTest {

    private static final PieceScanner SCANNER = SplitPattern.LLAMA3.scanner(3);

    static MergeTrainer.Result train(ByteOrder order, int wanted, String... texts) {
        PieceCounts counts = new PieceCounts();
        Utf8Text utf8 = new Utf8Text();
        for (String text : texts) {
            utf8.set(text);
            counts.addText(utf8, SCANNER);
        }
        return MergeTrainer.train(counts, order, wanted, made -> {});
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
            List<List<Integer>> expected = ReferenceTrainer.train(GptScannerTest.pieces(text, SCANNER), order, 60);
            assertThat(pairs(train(order, 60, text).merges()))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
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
        long[] pairs = {
            PairTable.pair('a', 'b'), PairTable.pair('b', 'c'), PairTable.pair(256, 'c'), PairTable.pair('a', 257)
        };
        assertThatThrownBy(() -> Merges.learnt(ByteOrder.VALUE.bytes(), pairs))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("symbols 258 and 259 are the same bytes: abc");
    }
}

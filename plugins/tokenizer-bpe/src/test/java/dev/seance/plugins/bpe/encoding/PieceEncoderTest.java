// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.plugins.bpe.RandomTexts;
import dev.seance.plugins.bpe.model.ByteOrder;
import dev.seance.plugins.bpe.model.Merges;
import dev.seance.plugins.bpe.training.MergeTrainerTest;
import dev.seance.plugins.bpe.training.ReferenceTrainer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PieceEncoderTest {

    /** Applies each merge to the whole piece, in the order in which they were trained. */
    private static int[] slowly(byte[] piece, Merges merges) {
        List<Integer> word = new ArrayList<>();
        for (byte value : piece) {
            word.add(value & 0xFF);
        }
        for (int k = 0; k < merges.size(); k++) {
            word = ReferenceTrainer.merge(word, List.of(merges.left(k), merges.right(k)), Merges.BYTES + k);
        }
        return word.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] encoded(PieceEncoder encoder, byte[] piece) {
        int count = encoder.encode(piece, 0, piece.length);
        return Arrays.copyOf(encoder.symbols(), count);
    }

    @Test
    void appliesTheMergesInTheirOrderToPiecesOfAnyLength() {
        for (long seed = 1; seed <= 60; seed++) {
            RandomTexts texts = new RandomTexts(seed);
            Merges merges = MergeTrainerTest.train(ByteOrder.VALUE, 80, texts.repetitive(), texts.repetitive())
                    .merges();
            PieceEncoder encoder = new PieceEncoder(new MergeTable(merges));
            Random random = new Random(seed);
            for (int length : new int[] {1, 2, 3, 7, 15, 16, 47, 48, 49, 50, 200, 1000}) {
                byte[] piece = new byte[length];
                for (int i = 0; i < length; i++) {
                    piece[i] = (byte) ('a' + random.nextInt(4));
                }
                assertThat(encoded(encoder, piece))
                        .as("seed %d, length %d", seed, length)
                        .isEqualTo(slowly(piece, merges));
            }
        }
    }

    @Test
    void encodesALongRunInReasonableTime() {
        Merges merges = MergeTrainerTest.train(ByteOrder.VALUE, 20, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
                .merges();
        byte[] run = "a".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
        int[] symbols = encoded(new PieceEncoder(new MergeTable(merges)), run);
        assertThat(Arrays.stream(symbols)
                        .map(symbol -> merges.bytes(symbol).length)
                        .sum())
                .isEqualTo(run.length);
    }
}

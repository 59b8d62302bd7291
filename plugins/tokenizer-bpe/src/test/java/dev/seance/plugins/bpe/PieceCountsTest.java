// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PieceCountsTest {

    private static Map<String, Long> asMap(PieceCounts counts) {
        Map<String, Long> map = new HashMap<>();
        counts.forEach((piece, length, count) -> assertThat(
                        map.put(new String(piece, 0, length, StandardCharsets.ISO_8859_1), count))
                .isNull());
        return map;
    }

    /** Pieces of 1 to 40 bytes, some over and over, as many as make the table grow twice. */
    private static List<byte[]> pieces(long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, 60_000)
                .mapToObj(i -> {
                    byte[] piece = new byte[1 + random.nextInt(random.nextInt(40) + 1)];
                    random.nextBytes(piece);
                    return piece;
                })
                .toList();
    }

    private static void add(PieceCounts counts, byte[] piece) {
        byte[] roomy = java.util.Arrays.copyOf(piece, piece.length + Utf8Text.SPARE);
        counts.add(roomy, 0, piece.length, 1);
    }

    @Test
    void countsLikeAMap() {
        PieceCounts counts = new PieceCounts();
        Map<String, Long> expected = new HashMap<>();
        for (byte[] piece : pieces(7)) {
            add(counts, piece);
            expected.merge(new String(piece, StandardCharsets.ISO_8859_1), 1L, Long::sum);
        }
        assertThat(asMap(counts)).isEqualTo(expected);
        assertThat(counts.distinct()).isEqualTo(expected.size());
        assertThat(counts.total()).isEqualTo(60_000);
    }

    @Test
    void sumOfPartsIsTheWhole() {
        PieceCounts whole = new PieceCounts();
        PieceCounts sum = new PieceCounts();
        for (long seed = 1; seed <= 3; seed++) {
            PieceCounts part = new PieceCounts();
            pieces(seed).forEach(piece -> add(part, piece));
            pieces(seed).forEach(piece -> add(whole, piece));
            sum.addAll(part);
        }
        assertThat(asMap(sum)).isEqualTo(asMap(whole));
        assertThat(sum.total()).isEqualTo(whole.total());
    }
}

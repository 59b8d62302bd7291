// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.plugins.bpe.split.PieceScanner;
import dev.seance.plugins.bpe.unicode.Utf8Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

public class PieceTotalsTest {

    /** Counts the pieces of some documents. */
    static PieceTotals count(PieceScanner scanner, String... documents) {
        PieceTotals totals = new PieceTotals();
        PieceCounts counts = new PieceCounts();
        int[] ends = new int[PieceCounts.BATCH];
        Utf8Text text = new Utf8Text();
        for (String document : documents) {
            text.set(document);
            for (int from = 0; from < text.length(); ) {
                int count = scanner.scan(text.bytes(), from, text.length(), ends);
                counts.add(text.bytes(), from, ends, count);
                from = ends[count - 1];
            }
        }
        counts.moveTo(totals);
        return totals;
    }

    public static Map<String, Long> asMap(PieceTotals totals) {
        Map<String, Long> map = new HashMap<>();
        totals.forEach((piece, length, count) -> assertThat(
                        map.put(new String(piece, 0, length, StandardCharsets.ISO_8859_1), count))
                .isNull());
        return map;
    }

    /** Pieces of 1 to 40 bytes, some over and over; zero bytes among them, which a key must not take for its end. */
    private static List<byte[]> pieces(long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, 60_000)
                .mapToObj(i -> {
                    byte[] piece = new byte[1 + random.nextInt(random.nextInt(40) + 1)];
                    if (random.nextInt(100) > 0) {
                        random.nextBytes(piece);
                    }
                    return piece;
                })
                .toList();
    }

    /** Counts pieces in batches of different sizes with a table that is full again and again. */
    private static void add(List<byte[]> pieces, PieceCounts counts, PieceTotals totals) {
        int[] ends = new int[PieceCounts.BATCH];
        for (int i = 0; i < pieces.size(); ) {
            int count = Math.min(pieces.size() - i, 1 + i % ends.length);
            byte[] text = new byte[41 * count + Utf8Text.SPARE];
            int at = 3;
            for (int k = 0; k < count; k++, i++) {
                System.arraycopy(pieces.get(i), 0, text, at, pieces.get(i).length);
                at += pieces.get(i).length;
                ends[k] = at;
            }
            counts.add(text, 3, ends, count);
            if (counts.isFull()) {
                counts.moveTo(totals);
            }
        }
        counts.moveTo(totals);
    }

    private static Map<String, Long> counted(List<List<byte[]>> all) {
        Map<String, Long> expected = new HashMap<>();
        all.forEach(pieces ->
                pieces.forEach(piece -> expected.merge(new String(piece, StandardCharsets.ISO_8859_1), 1L, Long::sum)));
        return expected;
    }

    @Test
    void countsLikeAMap() {
        for (int slots : new int[] {2048, 8192, 1 << 17}) {
            List<byte[]> pieces = pieces(slots);
            PieceTotals totals = new PieceTotals();
            add(pieces, new PieceCounts(2048, slots), totals);
            Map<String, Long> expected = counted(List.of(pieces));
            assertThat(asMap(totals)).isEqualTo(expected);
            assertThat(totals.distinct()).isEqualTo(expected.size());
            assertThat(totals.total()).isEqualTo(60_000);
            assertThat(totals.bytes())
                    .isEqualTo(pieces.stream().mapToLong(piece -> piece.length).sum());
        }
    }

    @Test
    void sumsUpWhatSeveralThreadsCount() throws Exception {
        List<List<byte[]>> all = List.of(pieces(1), pieces(2), pieces(1), pieces(3));
        PieceTotals totals = new PieceTotals();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> futures = new ArrayList<>();
            all.forEach(pieces -> futures.add(threads.submit(() -> add(pieces, new PieceCounts(2048, 4096), totals))));
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(asMap(totals)).isEqualTo(counted(all));
    }
}

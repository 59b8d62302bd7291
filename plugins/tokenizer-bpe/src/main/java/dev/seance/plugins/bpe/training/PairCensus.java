// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import dev.seance.plugins.bpe.model.Pair;
import java.util.Arrays;

/** Counts all pairs of a text once, the rare ones too, without keeping where they stand. Not thread-safe. */
final class PairCensus {

    /** Receives a pair. */
    interface Visitor {
        void visit(long pair, long count, int places);
    }

    private final PairTable numbers = new PairTable(1 << 14);
    private long[] pairs = new long[1 << 14];
    private long[] counts = new long[1 << 14];
    private int[] places = new int[1 << 14];
    private int known;

    /** Counts the pairs of words as they are now. */
    static PairCensus of(Words words) {
        PairCensus census = new PairCensus();
        int end = words.end();
        for (int place = words.next(0); place < end; ) {
            int left = words.at(place);
            int next = place + words.length(left);
            int right = words.at(next);
            if (right == Words.END) {
                place = words.next(next);
            } else {
                census.add(left, right, words.count(place));
                place = next;
            }
        }
        return census;
    }

    private void add(int left, int right, long count) {
        int number = numbers.get(left, right);
        if (number == PairTable.NONE) {
            number = number(Pair.of(left, right));
        }
        counts[number] += count;
        places[number]++;
    }

    private int number(long pair) {
        if (known == pairs.length) {
            grow();
        }
        pairs[known] = pair;
        numbers.put(pair, known);
        return known++;
    }

    private void grow() {
        int room = Math.multiplyExact(known, 2);
        pairs = Arrays.copyOf(pairs, room);
        counts = Arrays.copyOf(counts, room);
        places = Arrays.copyOf(places, room);
    }

    /** Shows each pair that occurs at least so often. */
    void forEach(long min, Visitor visitor) {
        for (int number = 0; number < known; number++) {
            if (counts[number] >= min) {
                visitor.visit(pairs[number], counts[number], places[number]);
            }
        }
    }
}

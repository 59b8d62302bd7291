// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import java.util.Arrays;

/** What stands beside the places of one merge, on one side: noted by place, summed by symbol. Not thread-safe. */
final class Neighbours {

    /** By symbol, side by side: the sum of the counts; how many places, and later the number of the new pair. */
    private final long[] sums;

    /** The different symbols. */
    private int[] symbols = new int[64];

    private int size;
    /** By place. */
    private int[] noted = new int[64];

    /** @param max how many symbols there may be */
    Neighbours(int max) {
        sums = new long[2 * max];
    }

    /** Forgets the merge before; up to {@code room} places will be noted. */
    void begin(int room) {
        for (int i = 0; i < size; i++) {
            sums[2 * symbols[i]] = 0;
            sums[2 * symbols[i] + 1] = 0;
        }
        size = 0;
        if (noted.length < room) {
            noted = new int[Math.max(room, (int) Math.min(2L * noted.length, Integer.MAX_VALUE - 8))];
        }
    }

    /** Notes the neighbour of a place, in their order; {@link Words#END} is none. */
    void note(int index, int symbol, long count) {
        noted[index] = symbol;
        if (symbol == Words.END) {
            return;
        }
        if (sums[2 * symbol + 1]++ == 0) {
            if (size == symbols.length) {
                grow();
            }
            symbols[size++] = symbol;
        }
        sums[2 * symbol] += count;
    }

    private void grow() {
        symbols = Arrays.copyOf(symbols, size * 2);
    }

    /** How many different neighbours there are. */
    int size() {
        return size;
    }

    /** One of the different neighbours. */
    int symbol(int index) {
        return symbols[index];
    }

    /** How often a neighbour occurs in the text. */
    long count(int symbol) {
        return sums[2 * symbol];
    }

    /** At how many places a neighbour was noted. */
    int places(int symbol) {
        return (int) sums[2 * symbol + 1];
    }

    /** Says which number the new pair with a neighbour has, or {@link PairTable#NONE}; {@link #places} is void then. */
    void number(int symbol, int number) {
        sums[2 * symbol + 1] = number;
    }

    /** The neighbour of a place. */
    int noted(int index) {
        return noted[index];
    }

    /** The number of the new pair at a place, or {@link PairTable#NONE} where there is none to be indexed. */
    int numberAt(int index) {
        return noted[index] == Words.END ? PairTable.NONE : (int) sums[2 * noted[index] + 1];
    }
}

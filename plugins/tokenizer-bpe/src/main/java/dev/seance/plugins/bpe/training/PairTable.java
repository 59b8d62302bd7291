// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import dev.seance.plugins.bpe.model.Pair;
import java.util.Arrays;

/**
 * A map from a pair of symbols to an int that is at least 0: open addressing, at most half full. Not thread-safe while
 * it is filled; read-only use is safe from any thread.
 */
final class PairTable {

    /** What {@link #get} answers for a pair that is not there. */
    static final int NONE = -1;

    private static final long EMPTY = -1;

    private long[] keys;
    private int[] values;
    private int mask;
    private int size;

    PairTable(int expected) {
        allocate(Integer.highestOneBit(Math.max(expected, 8)) << 2);
    }

    /** The pair's value, or {@link #NONE}. */
    int get(int left, int right) {
        long pair = Pair.of(left, right);
        int slot = hash(pair) & mask;
        while (true) {
            long there = keys[slot];
            if (there == pair) {
                return values[slot];
            }
            if (there == EMPTY) {
                return NONE;
            }
            slot = slot + 1 & mask;
        }
    }

    /** Adds a pair that is not there yet. */
    void put(long pair, int value) {
        if (++size > mask >> 1) {
            grow();
        }
        insert(pair, value);
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        allocate(mask + 1 << 1);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != EMPTY) {
                insert(oldKeys[i], oldValues[i]);
            }
        }
    }

    /** Removes everything. */
    void clear() {
        Arrays.fill(keys, EMPTY);
        size = 0;
    }

    private void insert(long pair, int value) {
        int slot = hash(pair) & mask;
        while (keys[slot] != EMPTY) {
            slot = slot + 1 & mask;
        }
        keys[slot] = pair;
        values[slot] = value;
    }

    private void allocate(int slots) {
        keys = new long[slots];
        values = new int[slots];
        mask = slots - 1;
        Arrays.fill(keys, EMPTY);
    }

    private static int hash(long pair) {
        long mixed = (pair ^ pair >>> 29) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }
}

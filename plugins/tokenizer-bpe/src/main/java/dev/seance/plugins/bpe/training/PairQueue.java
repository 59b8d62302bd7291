// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import java.util.Arrays;

/**
 * A heap of pairs by count, the greatest first; of equals, the smaller pair first. Holds a pair's count as it was when
 * pushed: {@link MergeTrainer} compares it with the present one. Four children a node, since the time goes into cache
 * misses on the way down; count and pair side by side, so that four children are one cache line.
 */
final class PairQueue {

    private static final int CHILDREN = 4;

    /** Count and pair by turns. */
    private long[] entries = new long[1 << 11];

    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** The count that the first pair was pushed with. */
    long count() {
        return entries[0];
    }

    /** The first pair. */
    long pair() {
        return entries[1];
    }

    /** Removes everything. */
    void clear() {
        size = 0;
    }

    void push(long pair, long count) {
        if (2 * size == entries.length) {
            grow();
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) / CHILDREN;
            if (!before(count, pair, parent)) {
                break;
            }
            set(at, entries[2 * parent + 1], entries[2 * parent]);
            at = parent;
        }
        set(at, pair, count);
    }

    private void grow() {
        entries = Arrays.copyOf(entries, Math.multiplyExact(entries.length, 2));
    }

    /** Removes the first pair. */
    void pop() {
        size--;
        if (size > 0) {
            sink(entries[2 * size + 1], entries[2 * size]);
        }
    }

    /** Gives the first pair a new count, which is smaller. */
    void lower(long count) {
        sink(entries[1], count);
    }

    /** Puts an entry in the place of the first and moves it down to where it belongs. */
    private void sink(long pair, long count) {
        int at = 0;
        while (true) {
            int first = at * CHILDREN + 1;
            if (first >= size) {
                break;
            }
            int best = first;
            int end = Math.min(first + CHILDREN, size);
            for (int child = first + 1; child < end; child++) {
                if (before(entries[2 * child], entries[2 * child + 1], best)) {
                    best = child;
                }
            }
            if (before(count, pair, best)) {
                break;
            }
            set(at, entries[2 * best + 1], entries[2 * best]);
            at = best;
        }
        set(at, pair, count);
    }

    private boolean before(long count, long pair, int other) {
        long theirs = entries[2 * other];
        return count > theirs || (count == theirs && pair < entries[2 * other + 1]);
    }

    private void set(int at, long pair, long count) {
        entries[2 * at] = count;
        entries[2 * at + 1] = pair;
    }
}

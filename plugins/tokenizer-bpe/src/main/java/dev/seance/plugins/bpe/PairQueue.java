// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.util.Arrays;

/**
 * A heap of pairs by count, the greatest first; of equals, the smaller pair first. Holds a pair's count as it was when
 * pushed: {@link MergeTrainer} compares it with the present one. Four children a node, since the time goes into cache
 * misses on the way down.
 */
final class PairQueue {

    private static final int CHILDREN = 4;

    private long[] counts = new long[1024];
    private long[] pairs = new long[1024];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** The count that the first pair was pushed with. */
    long count() {
        return counts[0];
    }

    /** The first pair. */
    long pair() {
        return pairs[0];
    }

    void push(long pair, long count) {
        if (size == pairs.length) {
            counts = Arrays.copyOf(counts, size * 2);
            pairs = Arrays.copyOf(pairs, size * 2);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) / CHILDREN;
            if (!before(count, pair, parent)) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        set(at, pair, count);
    }

    /** Removes the first pair. */
    void pop() {
        size--;
        if (size > 0) {
            sink(pairs[size], counts[size]);
        }
    }

    /** Gives the first pair a new count, which is smaller. */
    void lower(long count) {
        sink(pairs[0], count);
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
            for (int child = first + 1; child < Math.min(first + CHILDREN, size); child++) {
                if (before(counts[child], pairs[child], best)) {
                    best = child;
                }
            }
            if (before(count, pair, best)) {
                break;
            }
            move(best, at);
            at = best;
        }
        set(at, pair, count);
    }

    private boolean before(long count, long pair, int other) {
        return count > counts[other] || (count == counts[other] && pair < pairs[other]);
    }

    private void move(int from, int to) {
        set(to, pairs[from], counts[from]);
    }

    private void set(int at, long pair, long count) {
        pairs[at] = pair;
        counts[at] = count;
    }
}

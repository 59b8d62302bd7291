// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntUnaryOperator;

/**
 * Best-fit bin packing: each item goes into the fullest bin that still has space for it (Johnson, 1974: at most 1.7
 * times as many bins as needed, in practice a few per cent).
 *
 * <p>Bins with equal free space are in one linked list, and a set of bits says which spaces have one, so an item finds
 * its bin in the time of a few words, however many there are.
 */
final class BestFit {

    private static final int NONE = -1;

    private BestFit() {}

    /**
     * The bins, in the order they were opened.
     *
     * @param items in the order they are packed
     * @param size an item's size, from 1 to {@code capacity}
     */
    static Bins pack(int[] items, IntUnaryOperator size, int capacity) {
        int[] bins = new int[items.length];
        int[] firstWithSpace = new int[capacity + 1];
        Arrays.fill(firstWithSpace, NONE);
        BitSet spaces = new BitSet(capacity + 1);
        int[] next = new int[items.length];
        int count = 0;
        for (int i = 0; i < items.length; i++) {
            int needed = size.applyAsInt(items[i]);
            if (needed < 1 || needed > capacity) {
                throw new IllegalArgumentException("size " + needed + " is not in 1.." + capacity);
            }
            int space = spaces.nextSetBit(needed);
            int bin;
            if (space < 0) {
                space = capacity;
                bin = count++;
            } else {
                bin = firstWithSpace[space];
                firstWithSpace[space] = next[bin];
                spaces.set(space, next[bin] != NONE);
            }
            bins[i] = bin;
            space -= needed;
            if (space > 0) {
                next[bin] = firstWithSpace[space];
                firstWithSpace[space] = bin;
                spaces.set(space);
            }
        }
        return new Bins(items, bins, count);
    }
}

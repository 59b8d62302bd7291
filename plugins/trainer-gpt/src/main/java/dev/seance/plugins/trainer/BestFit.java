// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntUnaryOperator;

/**
 * Packs things of different lengths into boxes of one size, each into the fullest box that still has room (Johnson,
 * 1974: at most 1.7 times as many boxes as needed, in practice a few per cent).
 *
 * <p>Boxes of equal room wait in a chain, and a set of bits says which rooms have one, so a thing finds its box in a few
 * words' time, however many there are.
 */
final class BestFit {

    private static final int NONE = -1;

    private BestFit() {}

    /**
     * The boxes, in the order they were begun.
     *
     * @param items the things, in the order they are packed
     * @param length a thing's length, from 1 to {@code room}
     */
    static Bins pack(int[] items, IntUnaryOperator length, int room) {
        int[] boxes = new int[items.length];
        int[] firstOfRoom = new int[room + 1];
        Arrays.fill(firstOfRoom, NONE);
        BitSet rooms = new BitSet(room + 1);
        int[] after = new int[items.length];
        int count = 0;
        for (int i = 0; i < items.length; i++) {
            int size = length.applyAsInt(items[i]);
            if (size < 1 || size > room) {
                throw new IllegalArgumentException("length " + size + " is not in 1.." + room);
            }
            int left = rooms.nextSetBit(size);
            int box;
            if (left < 0) {
                left = room;
                box = count++;
            } else {
                box = firstOfRoom[left];
                firstOfRoom[left] = after[box];
                rooms.set(left, after[box] != NONE);
            }
            boxes[i] = box;
            left -= size;
            if (left > 0) {
                after[box] = firstOfRoom[left];
                firstOfRoom[left] = box;
                rooms.set(left);
            }
        }
        return new Bins(items, boxes, count);
    }
}

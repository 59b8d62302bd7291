// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * Packs things of different lengths into boxes of one size, each into the fullest box that still has room (Johnson,
 * 1974: at most 1.7 times as many boxes as needed, in practice a few per cent).
 */
final class BestFit {

    private BestFit() {}

    /**
     * The boxes, in the order they were begun.
     *
     * @param items the things, in the order they are packed
     * @param length a thing's length, from 1 to {@code room}
     */
    static List<int[]> pack(int[] items, IntUnaryOperator length, int room) {
        List<List<Integer>> boxes = new ArrayList<>();
        TreeMap<Integer, Deque<List<Integer>>> byRoom = new TreeMap<>();
        for (int item : items) {
            int size = length.applyAsInt(item);
            if (size < 1 || size > room) {
                throw new IllegalArgumentException("length " + size + " is not in 1.." + room);
            }
            Map.Entry<Integer, Deque<List<Integer>>> fullest = byRoom.ceilingEntry(size);
            List<Integer> box;
            int left = room;
            if (fullest == null) {
                box = new ArrayList<>();
                boxes.add(box);
            } else {
                left = fullest.getKey();
                box = fullest.getValue().removeFirst();
                if (fullest.getValue().isEmpty()) {
                    byRoom.remove(left);
                }
            }
            box.add(item);
            if (left > size) {
                byRoom.computeIfAbsent(left - size, key -> new ArrayDeque<>()).addLast(box);
            }
        }
        return boxes.stream()
                .map(box -> box.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/** Which things lie in which box, in two arrays: there may be millions. Boxes and things keep their order. */
final class Bins {

    private final int[] items;

    /** Where in {@link #items} each box begins, and after them where the last one ends. */
    private final int[] starts;

    /**
     * Sorts things into their boxes.
     *
     * @param items the things
     * @param boxes the box of each, from 0
     * @param count how many boxes there are
     */
    Bins(int[] items, int[] boxes, int count) {
        this.items = new int[items.length];
        this.starts = new int[count + 1];
        for (int box : boxes) {
            starts[box + 1]++;
        }
        for (int box = 0; box < count; box++) {
            starts[box + 1] += starts[box];
        }
        int[] next = starts.clone();
        for (int i = 0; i < items.length; i++) {
            this.items[next[boxes[i]]++] = items[i];
        }
    }

    int count() {
        return starts.length - 1;
    }

    /** How many things are in a box. */
    int size(int box) {
        return starts[box + 1] - starts[box];
    }

    int item(int box, int index) {
        return items[starts[box] + index];
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/** Which items are in which bin, in two arrays: there may be millions. Bins and items keep their order. */
final class Bins {

    private final int[] items;

    /** Where in {@link #items} each bin starts, and after them where the last one ends. */
    private final int[] starts;

    /**
     * Sorts items by their bins.
     *
     * @param bins the bin of each item, from 0
     * @param count how many bins there are
     */
    Bins(int[] items, int[] bins, int count) {
        this.items = new int[items.length];
        this.starts = new int[count + 1];
        for (int bin : bins) {
            starts[bin + 1]++;
        }
        for (int bin = 0; bin < count; bin++) {
            starts[bin + 1] += starts[bin];
        }
        int[] next = starts.clone();
        for (int i = 0; i < items.length; i++) {
            this.items[next[bins[i]]++] = items[i];
        }
    }

    int count() {
        return starts.length - 1;
    }

    /** How many items are in a bin. */
    int size(int bin) {
        return starts[bin + 1] - starts[bin];
    }

    int item(int bin, int index) {
        return items[starts[bin] + index];
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.util.Random;

/** Seeded shuffles. {@link Random} because its numbers are specified, so they are the same on every Java. */
final class Shuffle {

    private Shuffle() {}

    /** The numbers from 0 to n - 1 in the order of a seed (Fisher and Yates). */
    static int[] permutation(int n, long seed) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        shuffle(order, seed);
        return order;
    }

    static void shuffle(int[] values, long seed) {
        Random random = new Random(seed);
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    /** A seed for one purpose of many, independent of those for the others (the finaliser of SplitMix64). */
    static long seed(long base, String purpose, int number) {
        long mixed = base + 0x9E3779B97F4A7C15L * (31L * purpose.hashCode() + number + 1);
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.model;

/** Two symbols side by side, as one long; longs compare as (left, right) do. */
public final class Pair {

    private Pair() {}

    /** The pair of two symbols. */
    public static long of(int left, int right) {
        return (long) left << 32 | right;
    }

    /** The left symbol. */
    public static int left(long pair) {
        return (int) (pair >>> 32);
    }

    /** The right symbol. */
    public static int right(long pair) {
        return (int) pair;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import java.util.Arrays;

/**
 * The frequent pairs: a number for each, and by that number the pair, its count and the places where it stands or stood,
 * in ascending order. Not thread-safe.
 */
final class PairIndex {

    private static final int[] NOWHERE = {};

    private final PairTable numbers = new PairTable(1 << 14);
    private long[] pairs = new long[1 << 12];
    private long[] counts = new long[1 << 12];
    private int[] sizes = new int[1 << 12];
    private int[][] places = new int[1 << 12][];
    private int known;

    /** How many pairs there are; they are numbered from 0. */
    int size() {
        return known;
    }

    /** The pair's number, or {@link PairTable#NONE}. */
    int number(int left, int right) {
        return numbers.get(left, right);
    }

    long pair(int number) {
        return pairs[number];
    }

    long count(int number) {
        return counts[number];
    }

    void lower(int number, long by) {
        counts[number] -= by;
    }

    /** How many places a pair has. */
    int places(int number) {
        return sizes[number];
    }

    /**
     * Adds a pair that is not there yet.
     *
     * @param room how many places will be added
     */
    int add(long pair, long count, int room) {
        if (known == pairs.length) {
            grow();
        }
        pairs[known] = pair;
        counts[known] = count;
        sizes[known] = 0;
        places[known] = room == 0 ? NOWHERE : new int[room];
        numbers.put(pair, known);
        return known++;
    }

    private void grow() {
        int more = Math.multiplyExact(known, 2);
        pairs = Arrays.copyOf(pairs, more);
        counts = Arrays.copyOf(counts, more);
        sizes = Arrays.copyOf(sizes, more);
        places = Arrays.copyOf(places, more);
    }

    void addPlace(int number, int place) {
        places[number][sizes[number]++] = place;
    }

    /** Forgets where a pair stands, and that it does; returns where it did. */
    int[] take(int number) {
        int[] taken = places[number];
        places[number] = NOWHERE;
        sizes[number] = 0;
        counts[number] = 0;
        return taken;
    }

    /** Forgets every pair. */
    void clear() {
        Arrays.fill(places, 0, known, null);
        known = 0;
        numbers.clear();
    }
}

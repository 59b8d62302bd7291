// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import java.io.Serializable;

/**
 * The words of a corpus, by 64-bit hash, in bounded memory: exact up to some four million words, and from there on a
 * Bloom filter of 64 MB, which takes one word in a hundred for known at fifty million (Bloom 1970). Which of the two it
 * is depends on the words alone, so that summaries can be merged in any order and grouping. One thread writes, then any
 * number read.
 */
public final class WordSet implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int EXACT = 1 << 22;
    private static final int BLOOM_LONGS = 1 << 23;
    private static final int PROBES = 4;

    private final int exact;
    private final int bloomLongs;

    /** Open addressing; 0 is an empty place. Null once there is a Bloom filter. */
    private long[] table = new long[64];

    private int size;
    private long[] bloom;

    WordSet() {
        this(EXACT, BLOOM_LONGS);
    }

    /**
     * @param exact how many words are held exactly
     * @param bloomLongs how large a Bloom filter takes the place of more, in longs; a power of two
     */
    WordSet(int exact, int bloomLongs) {
        this.exact = exact;
        this.bloomLongs = bloomLongs;
    }

    void add(long word) {
        if (bloom != null) {
            set(word);
            return;
        }
        int place = place(table, word);
        if (table[place] != 0) {
            return;
        }
        table[place] = nonZero(word);
        size++;
        if (size > exact) {
            loosen();
        } else if (2 * size > table.length) {
            grow();
        }
    }

    /** Adds all words of another set. */
    void addAll(WordSet other) {
        if (other.bloom != null) {
            loosen();
            for (int i = 0; i < bloom.length; i++) {
                bloom[i] |= other.bloom[i];
            }
            return;
        }
        for (long word : other.table) {
            if (word != 0) {
                add(word);
            }
        }
    }

    boolean contains(long word) {
        if (bloom == null) {
            return table[place(table, word)] != 0;
        }
        for (int probe = 0; probe < PROBES; probe++) {
            long bit = bit(word, probe);
            if ((bloom[(int) (bit >>> 6)] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    /** How much there is to copy when it is merged into another one. */
    int weight() {
        return bloom == null ? size : Integer.MAX_VALUE;
    }

    private void loosen() {
        if (bloom != null) {
            return;
        }
        bloom = new long[bloomLongs];
        for (long word : table) {
            if (word != 0) {
                set(word);
            }
        }
        table = null;
    }

    private void set(long word) {
        for (int probe = 0; probe < PROBES; probe++) {
            long bit = bit(word, probe);
            bloom[(int) (bit >>> 6)] |= 1L << bit;
        }
    }

    /** Two halves of one hash do for any number of probes (Kirsch and Mitzenmacher 2006). */
    private long bit(long word, int probe) {
        long hash = nonZero(word);
        return ((hash >>> 32) + probe * ((hash & 0xFFFF_FFFFL) | 1)) & (64L * bloomLongs - 1);
    }

    private void grow() {
        long[] larger = new long[2 * table.length];
        for (long word : table) {
            if (word != 0) {
                larger[place(larger, word)] = word;
            }
        }
        table = larger;
    }

    private static int place(long[] table, long word) {
        long wanted = nonZero(word);
        int place = (int) (wanted ^ wanted >>> 32) & table.length - 1;
        while (table[place] != 0 && table[place] != wanted) {
            place = place + 1 & table.length - 1;
        }
        return place;
    }

    private static long nonZero(long word) {
        return word == 0 ? 1 : word;
    }
}

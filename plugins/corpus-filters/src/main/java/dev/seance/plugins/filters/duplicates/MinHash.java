// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.duplicates;

import dev.seance.plugins.filters.WordHash;
import java.util.Arrays;

/**
 * The MinHash signature of a text's word shingles (Broder 1997): case, punctuation and line ends do not matter. One hash of
 * each shingle, whose upper bits choose a bin, whose least hash is kept (one permutation hashing; Li, Owen and Zhang 2012);
 * empty bins take the value of others, chosen at random but for all texts alike (Shrivastava 2017). One text, one thread.
 */
final class MinHash {

    /** The standard deviation of an estimate is at most 0.5 / sqrt(256) = 0.03. */
    static final int BINS = 256;

    /** With fewer shingles than this an estimate says little, and a text is too short to be compared. */
    private static final int FEWEST_SHINGLES = 40;

    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private final long[] window;
    private final long oldest;
    private final long[] least = new long[BINS];
    private long words;
    private long shingle;

    /** @param shingleWords the words of a shingle */
    MinHash(int shingleWords) {
        this.window = new long[shingleWords];
        long power = 1;
        for (int i = 0; i < shingleWords; i++) {
            power *= MULTIPLIER;
        }
        this.oldest = power;
        Arrays.fill(least, Long.MAX_VALUE);
    }

    /** Reads on; a shingle may begin in one text and end in the next. */
    void read(String text) {
        WordHash.visit(text, (hash, start, end) -> word(hash));
    }

    private void word(long hash) {
        int slot = (int) (words % window.length);
        // A polynomial in the words' hashes: the newest comes in, the oldest goes out.
        shingle = shingle * MULTIPLIER + hash - window[slot] * oldest;
        window[slot] = hash;
        words++;
        if (words >= window.length) {
            long mixed = WordHash.mixed(shingle);
            int bin = (int) (mixed >>> 56);
            long value = mixed & 0xffffffffffffffL;
            if (value < least[bin]) {
                least[bin] = value;
            }
        }
    }

    long words() {
        return words;
    }

    /** The signature: of each bin, the low bits of its least hash; empty for a text too short. */
    int[] minima() {
        if (words - window.length + 1 < FEWEST_SHINGLES) {
            return new int[0];
        }
        int[] minima = new int[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            int from = bin;
            for (int attempt = 1; least[from] == Long.MAX_VALUE; attempt++) {
                from = (int) (WordHash.mixed(((long) bin << 32) + attempt) >>> 56);
            }
            minima[bin] = (int) least[from];
        }
        return minima;
    }
}

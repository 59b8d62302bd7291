// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

/**
 * Remembers the tokens of short pieces that became few tokens, as nearly all of a text's pieces are ones seen a moment
 * ago. Direct-mapped: a piece has one place, and the latest there stays. Not thread-safe: one a thread.
 *
 * <p>A slot is 32 bytes: the piece's {@link PieceKey} with the number of tokens in the spare bits of the second long,
 * and four tokens.
 */
final class PieceCache {

    /** The most tokens a slot holds. */
    static final int MOST_TOKENS = 4;

    private static final int SLOT = 4;
    private static final int COUNT_SHIFT = 60;
    private static final long KEY_BITS = (1L << COUNT_SHIFT) - 1;
    private static final int SLOTS = 1 << 16;

    private final long[] table = new long[SLOTS * SLOT];

    /** Where the piece is, or would be put. */
    static int slot(long low, long high) {
        return (PieceKey.hash(low, high) & SLOTS - 1) * SLOT;
    }

    /**
     * Writes the piece's tokens, if it is here, to {@code out[at]} and on. Always overwrites {@link #MOST_TOKENS} places.
     *
     * @return how many tokens the piece has; 0 when it is not here
     */
    int get(int slot, long low, long high, int[] out, int at) {
        long there = table[slot + 1];
        if (table[slot] != low || (there & KEY_BITS) != high) {
            return 0;
        }
        long first = table[slot + 2];
        long second = table[slot + 3];
        out[at] = (int) first;
        out[at + 1] = (int) (first >>> 32);
        out[at + 2] = (int) second;
        out[at + 3] = (int) (second >>> 32);
        return (int) (there >>> COUNT_SHIFT);
    }

    /** Remembers a piece's tokens, {@code out[at]} to {@code out[at + count - 1]}; 1 to {@link #MOST_TOKENS} of them. */
    void put(int slot, long low, long high, int[] out, int at, int count) {
        table[slot] = low;
        table[slot + 1] = high | (long) count << COUNT_SHIFT;
        table[slot + 2] = out[at] | (count > 1 ? (long) out[at + 1] << 32 : 0);
        table[slot + 3] = (count > 2 ? out[at + 2] : 0) | (count > 3 ? (long) out[at + 3] << 32 : 0);
    }
}

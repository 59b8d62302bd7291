// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.util.Arrays;

/**
 * Turns one piece into symbols by applying the merges in the order in which they were learnt: always the earliest merge
 * that fits anywhere, of several places the leftmost. Exact, whatever the piece. Not thread-safe: one a thread.
 */
final class PieceEncoder {

    /** Up to here, looking at every pair for each merge beats keeping a heap. */
    private static final int SHORT = 48;

    private static final int NO_MERGE = Integer.MAX_VALUE;

    private final MergeTable merges;
    private int[] symbols = new int[64];
    private int[] made = new int[64];
    private LongPiece longPiece;

    PieceEncoder(MergeTable merges) {
        this.merges = merges;
    }

    /** The symbols of the latest piece, from index 0. Replaced by the next call of {@link #encode}. */
    int[] symbols() {
        return symbols;
    }

    /**
     * Encodes a piece.
     *
     * @return how many symbols it has
     */
    int encode(byte[] text, int from, int length) {
        if (symbols.length < length) {
            symbols = new int[Math.max(length, 2 * symbols.length)];
        }
        for (int i = 0; i < length; i++) {
            symbols[i] = merges.symbolOf(text[from + i]);
        }
        if (length <= SHORT) {
            return mergeShort(length);
        }
        if (longPiece == null) {
            longPiece = new LongPiece(merges);
        }
        return longPiece.merge(symbols, length);
    }

    private int mergeShort(int length) {
        // made[i] is what symbols[i] and symbols[i + 1] merge into; the lower, the earlier.
        for (int i = 0; i + 1 < length; i++) {
            made[i] = merged(i);
        }
        int count = length;
        while (count > 1) {
            int best = 0;
            for (int i = 1; i + 1 < count; i++) {
                if (made[i] < made[best]) {
                    best = i;
                }
            }
            if (made[best] == NO_MERGE) {
                break;
            }
            symbols[best] = made[best];
            System.arraycopy(symbols, best + 2, symbols, best + 1, count - best - 2);
            System.arraycopy(made, best + 1, made, best, count - best - 2);
            count--;
            if (best > 0) {
                made[best - 1] = merged(best - 1);
            }
            if (best + 1 < count) {
                made[best] = merged(best);
            }
        }
        return count;
    }

    private int merged(int at) {
        int symbol = merges.get(symbols[at], symbols[at + 1]);
        return symbol == PairTable.NONE ? NO_MERGE : symbol;
    }

    /** Forgets what a very long piece made it allocate. */
    void trim() {
        if (symbols.length > 1 << 16) {
            symbols = Arrays.copyOf(symbols, 64);
            longPiece = null;
        }
    }
}

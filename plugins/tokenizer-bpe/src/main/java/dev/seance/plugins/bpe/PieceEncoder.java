// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.util.Arrays;

/**
 * Turns one piece into symbols by applying the merges in the order in which they were learnt: always the earliest merge
 * that fits anywhere, of several places the leftmost. Exact, whatever the piece. Not thread-safe: one a thread.
 *
 * <p>Symbols of a short piece stay at the place of their first byte. One long says where a symbol begins, so that its
 * neighbours are a matter of counting zeros; and for every place there is an int with the merge that its symbol and the
 * next could make above the place itself, so that the smallest int is the merge to make, and where.
 */
final class PieceEncoder {

    /** Up to here, looking at every place for each merge beats keeping a heap; and a place is a bit of a long. */
    private static final int SHORT = 48;

    private static final int PLACE_BITS = 6;
    private static final int NOTHING = MergeTable.NONE << PLACE_BITS;

    private final MergeTable merges;
    private final WholeTokens whole;
    private final int[] candidates = new int[1 << PLACE_BITS];
    private int[] symbols = new int[1 << PLACE_BITS];
    private LongPiece longPiece;

    PieceEncoder(MergeTable merges) {
        this(merges, WholeTokens.NOWHERE);
    }

    /** @param whole the tokens that a piece may be as a whole, whatever the merges say */
    PieceEncoder(MergeTable merges, WholeTokens whole) {
        this.merges = merges;
        this.whole = whole;
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
        int token = whole.find(text, from, length);
        if (token != WholeTokens.NONE) {
            symbols[0] = token;
            return 1;
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
        int[] at = symbols;
        int[] possible = candidates;
        int pairs = length - 1;
        for (int i = 0; i < pairs; i++) {
            possible[i] = merges.findOfBytes(at[i], at[i + 1]) << PLACE_BITS | i;
        }
        // The search for the smallest goes by fours.
        for (int i = Math.max(pairs, 0); i < (pairs + 3 & ~3); i++) {
            possible[i] = NOTHING;
        }
        long begins = (1L << length) - 1;
        while (true) {
            int best = smallest(possible, pairs);
            if (best >= NOTHING) {
                return gather(at, begins);
            }
            int place = best & (1 << PLACE_BITS) - 1;
            int joined = merges.made(best >>> PLACE_BITS);
            long after = begins >>> place + 1;
            int gone = place + 1 + Long.numberOfTrailingZeros(after);
            begins &= ~(1L << gone);
            at[place] = joined;
            possible[gone] = NOTHING;
            after = begins >>> place + 1;
            int next = place + 1 + Long.numberOfTrailingZeros(after);
            possible[place] = after == 0 ? NOTHING : merges.find(joined, at[next]) << PLACE_BITS | place;
            long before = begins & (1L << place) - 1;
            if (before != 0) {
                int previous = Long.SIZE - 1 - Long.numberOfLeadingZeros(before);
                possible[previous] = merges.find(at[previous], joined) << PLACE_BITS | previous;
            }
        }
    }

    private static int smallest(int[] values, int count) {
        int a = NOTHING;
        int b = NOTHING;
        int c = NOTHING;
        int d = NOTHING;
        for (int i = 0; i < count; i += 4) {
            a = Math.min(a, values[i]);
            b = Math.min(b, values[i + 1]);
            c = Math.min(c, values[i + 2]);
            d = Math.min(d, values[i + 3]);
        }
        return Math.min(Math.min(a, b), Math.min(c, d));
    }

    /** Moves the symbols together. */
    private static int gather(int[] symbols, long begins) {
        int count = 0;
        for (long left = begins; left != 0; left &= left - 1) {
            symbols[count++] = symbols[Long.numberOfTrailingZeros(left)];
        }
        return count;
    }

    /** Forgets what a very long piece made it allocate. */
    void trim() {
        if (symbols.length > 1 << 16) {
            symbols = Arrays.copyOf(symbols, 64);
            longPiece = null;
        }
    }
}

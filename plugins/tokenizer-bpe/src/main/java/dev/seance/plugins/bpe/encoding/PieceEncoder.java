// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.encoding;

import java.util.Arrays;

/**
 * Turns one piece into symbols by applying the merges in the order in which they were trained: always the earliest merge
 * that fits anywhere, of several places the leftmost. Exact, whatever the piece. Not thread-safe: one a thread.
 *
 * <p>Symbols of a short piece stay at the place of their first byte. One long says where a symbol begins, so that its
 * neighbours are a matter of counting zeros; and for every place there is an int with the merge that its symbol and the
 * next could make above the place itself, so that the smallest int is the merge to make, and where.
 */
public final class PieceEncoder {

    /** Up to here, looking at every place for each merge beats keeping a heap; and a place is a bit of a long. */
    private static final int SHORT = 48;

    private static final int PLACE_BITS = 6;
    private static final int NOTHING = MergeTable.NONE << PLACE_BITS;

    private final MergeTable merges;
    private final WholeTokens whole;
    private final int[] candidates = new int[1 << PLACE_BITS];
    private int[] symbols = new int[1 << PLACE_BITS];
    private LongPiece longPiece;

    public PieceEncoder(MergeTable merges) {
        this(merges, WholeTokens.NOWHERE);
    }

    /** @param whole the tokens that a piece may be as a whole, whatever the merges say */
    public PieceEncoder(MergeTable merges, WholeTokens whole) {
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
        if (symbols.length <= length) {
            symbols = new int[Math.max(length + 1, 2 * symbols.length)];
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
        possible[pairs] = NOTHING;
        possible[pairs + 1] = NOTHING;
        possible[pairs + 2] = NOTHING;
        possible[pairs + 3] = NOTHING;
        at[length] = MergeTable.NO_SYMBOL;
        // Bit i is symbol i; the one beyond the piece has a bit as well, so that every symbol has one after it.
        long begins = (2L << length) - 1;
        while (true) {
            int best = smallest(possible, pairs);
            if (best >= NOTHING) {
                return gather(at, begins & ~(1L << length));
            }
            int place = best & (1 << PLACE_BITS) - 1;
            int joined = merges.made(best >>> PLACE_BITS);
            long after = begins & -2L << place;
            int gone = Long.numberOfTrailingZeros(after);
            after &= after - 1;
            int next = Long.numberOfTrailingZeros(after);
            long before = begins & (1L << place) - 1;
            begins &= ~(1L << gone);
            at[place] = joined;
            possible[gone] = NOTHING;
            possible[place] = merges.find(joined, at[next]) << PLACE_BITS | place;
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

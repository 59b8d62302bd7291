// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.util.Arrays;

/**
 * Counts pieces for one thread until there are too many different ones to be fast; then {@link PieceTotals} takes them
 * over and counting begins anew. Not thread-safe.
 *
 * <p>Short pieces live in one open-addressing table of 32-byte slots (key, key, count, unused: two slots a cache line),
 * at most half full; longer ones in {@link LongPieces}. A slot is found from the <em>upper</em> bits of the hash, so the
 * table is, but for collisions, in the order of the hashes; that makes emptying it into a table of the same order one
 * sweep through memory instead of a cache miss a piece.
 *
 * <p>Pieces come by the hundred: first the keys of all of them are made, without a branch, then they are looked for. So
 * the processor waits for many cache misses at once.
 */
final class PieceCounts {

    /** How many pieces {@link #add} takes at once. */
    static final int BATCH = 512;

    /** Where a table ends to be fast: a table of 4 MB. */
    private static final int LARGEST_TABLE = 1 << 17;

    private static final int SLOT = 4;
    private static final long MOST_LONG_BYTES = 8 << 20;

    private final int largest;
    private final LongPieces longPieces = new LongPieces();
    private final long[] lows = new long[BATCH];
    private final long[] highs = new long[BATCH];
    private final int[] slots = new int[BATCH];
    private long[] table;
    private int shift;
    private int size;
    private long total;
    private long bytes;

    PieceCounts() {
        this(1 << 14, LARGEST_TABLE);
    }

    /** A table as large as a text of that many bytes will need, so that it does not have to grow. */
    static PieceCounts expecting(long bytes) {
        double distinct = 3.45 * Math.pow(bytes, 0.62);
        int slots = 1 << 14;
        while (slots < LARGEST_TABLE && slots < 2 * distinct) {
            slots *= 2;
        }
        return new PieceCounts(slots, LARGEST_TABLE);
    }

    /** For tests: a table that begins and ends with that many slots, powers of two, at least four batches. */
    PieceCounts(int slots, int largest) {
        this.largest = largest;
        allocate(slots);
    }

    /** How many pieces were counted. */
    long total() {
        return total;
    }

    /** How many bytes they have. */
    long bytes() {
        return bytes;
    }

    /** Whether {@link PieceTotals} should take the pieces over; nothing may be added before. */
    boolean isFull() {
        return size + BATCH > largest >> 1 || longPieces.bytes() > MOST_LONG_BYTES;
    }

    /**
     * Counts pieces that follow each other; at least {@link Utf8Text#SPARE} bytes beyond them must be readable.
     *
     * @param from where the first one begins
     * @param ends where each one ends
     * @param count how many there are, at most {@link #BATCH}
     */
    void add(byte[] text, int from, int[] ends, int count) {
        int at = from;
        int shorts = 0;
        for (int i = 0; i < count; i++) {
            int length = ends[i] - at;
            if (length <= PieceKey.LONGEST) {
                long low = PieceKey.low(text, at, length);
                long high = PieceKey.high(text, at, length);
                lows[shorts] = low;
                highs[shorts] = high;
                slots[shorts++] = (PieceKey.hash(low, high) >>> shift) * SLOT;
            } else {
                longPieces.add(text, at, length);
            }
            at = ends[i];
        }
        total += count;
        bytes += at - from;
        addKeys(shorts);
        if (size + BATCH > table.length / SLOT >> 1 && table.length / SLOT < largest) {
            grow();
        }
    }

    private void addKeys(int count) {
        long[] there = table;
        for (int i = 0; i < count; i++) {
            int at = slots[i];
            long low = lows[i];
            long high = highs[i];
            while (there[at] != low || there[at + 1] != high) {
                if (there[at + 1] == 0) {
                    there[at] = low;
                    there[at + 1] = high;
                    size++;
                    break;
                }
                at = at + SLOT & there.length - 1;
            }
            there[at + 2]++;
        }
    }

    /** Gives everything to the totals and begins anew. */
    void moveTo(PieceTotals totals) {
        totals.add(table, SLOT, size);
        totals.add(longPieces);
        totals.addText(total, bytes);
        Arrays.fill(table, 0);
        longPieces.clear();
        size = 0;
        total = 0;
        bytes = 0;
    }

    private void grow() {
        long[] old = table;
        allocate(old.length / SLOT * 2);
        for (int from = 0; from < old.length; from += SLOT) {
            if (old[from + 1] != 0) {
                int at = (PieceKey.hash(old[from], old[from + 1]) >>> shift) * SLOT;
                while (table[at + 1] != 0) {
                    at = at + SLOT & table.length - 1;
                }
                System.arraycopy(old, from, table, at, SLOT);
            }
        }
    }

    private void allocate(int count) {
        table = new long[count * SLOT];
        shift = 32 - Integer.numberOfTrailingZeros(count);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Says roughly how often pieces occur, in memory that does not grow with their number: one row of a count-min sketch
 * (Cormode and Muthukrishnan, "An Improved Data Stream Summary", 2005). Pieces share counters by their hashes, so a
 * counter is never less than the count of any of its pieces; whatever is rare by its counter is rare. Sums do not depend
 * on the order or the thread, so neither does anything that is decided by them.
 *
 * <p>Safe for use by several threads.
 */
final class PieceSketch implements PieceSink {

    /** Eight counters a piece that may stay: at most an eighth of the rare ones hide behind a frequent one. */
    private static final int COUNTERS = 8;

    private static final int MIN_COUNTERS = 1 << 16;
    private static final int LARGEST = 1 << 28;

    private final AtomicIntegerArray counters;
    private final int shift;

    /** @param max how many pieces are to stay */
    PieceSketch(long max) {
        long wanted = Math.min(Math.max(max * COUNTERS, MIN_COUNTERS), LARGEST);
        int size = (int) Long.highestOneBit(wanted);
        counters = new AtomicIntegerArray(size);
        shift = 32 - Integer.numberOfTrailingZeros(size);
    }

    /** The least bound that no more than {@code most} counters reach. */
    int bound(long max) {
        int low = 1;
        int high = Integer.MAX_VALUE;
        while (low < high) {
            int middle = low + (high - low) / 2;
            if (reaching(middle) <= max) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private long reaching(int bound) {
        long count = 0;
        for (int i = 0; i < counters.length(); i++) {
            count += counters.get(i) >= bound ? 1 : 0;
        }
        return count;
    }

    /** Whether a piece of that hash may occur so often. */
    boolean mayReach(int hash, int bound) {
        return counters.get(hash >>> shift) >= bound;
    }

    @Override
    public void addShort(long[] table, int size) {
        for (int at = 0; at < table.length; at += 2) {
            if (table[at] != 0) {
                add(PieceKey.hash(table[at]), table[at + 1]);
            }
        }
    }

    @Override
    public void add(long[] table, int size) {
        for (int at = 0; at < table.length; at += 4) {
            if (table[at] != 0) {
                add(PieceKey.hash(table[at], table[at + 1]), table[at + 2]);
            }
        }
    }

    @Override
    public void add(LongPieces pieces) {
        for (int i = 0; i < pieces.size(); i++) {
            add(pieces.hash(i), pieces.count(i));
        }
    }

    private void add(int hash, long count) {
        counters.accumulateAndGet(
                hash >>> shift,
                (int) Math.min(count, Integer.MAX_VALUE),
                (a, b) -> a > Integer.MAX_VALUE - b ? Integer.MAX_VALUE : a + b);
    }

    @Override
    public void addText(long pieces, long bytes) {
        // The pass after this one counts the text.
    }

    @Override
    public boolean isOver() {
        return false;
    }
}

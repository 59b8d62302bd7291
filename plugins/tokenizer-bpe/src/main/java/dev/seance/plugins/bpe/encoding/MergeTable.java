// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.encoding;

import dev.seance.plugins.bpe.model.Merges;
import java.util.Arrays;

/**
 * The merges, ready for encoding: which merge joins two symbols, and what it makes. Immutable once built.
 *
 * <p>Merges are compared by their place in the list, not by what they make: in a vocabulary made elsewhere several
 * merges may make one symbol.
 *
 * <p>Encoding a new word is little else than asking here, mostly in vain, so that a question must cost one load: a slot
 * is a single long (21 bits of left symbol, 21 of right, 22 of merge) in a table that is at most a quarter full. Pairs
 * of single bytes, half of all questions, have a table of their own that needs no hash and of which English uses a few
 * kilobytes.
 */
public final class MergeTable {

    /** What {@link #find} answers for symbols that no merge joins; larger than any merge. */
    static final int NONE = (1 << 22) - 1;

    /** A symbol that there is not, so that no merge joins it with any. */
    static final int NO_SYMBOL = (1 << 21) - 1;

    private static final int MERGE_BITS = 22;
    private static final long EMPTY = -1;

    private final int[] symbolOf = new int[Merges.BYTES];
    private final int[] ofBytes = new int[Merges.BYTES * Merges.BYTES];
    private final int[] made;
    private final long[] slots;
    private final int shift;

    public MergeTable(Merges merges) {
        if (merges.symbols() > NO_SYMBOL || merges.size() >= NONE) {
            throw new IllegalArgumentException(merges.symbols() + " symbols and " + merges.size()
                    + " merges are too many; there may be " + NO_SYMBOL + " and " + (NONE - 1));
        }
        for (int symbol = 0; symbol < Merges.BYTES; symbol++) {
            symbolOf[merges.bytes(symbol)[0] & 0xFF] = symbol;
        }
        int bits = 2 + Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(merges.size(), 2) - 1);
        slots = new long[1 << bits];
        shift = Long.SIZE - bits;
        made = new int[merges.size()];
        Arrays.fill(slots, EMPTY);
        Arrays.fill(ofBytes, NONE);
        // Should a pair be listed twice, the first one counts.
        for (int merge = merges.size() - 1; merge >= 0; merge--) {
            made[merge] = merges.made(merge);
            put(merges.left(merge), merges.right(merge), merge);
        }
    }

    private void put(int left, int right, int merge) {
        if ((left | right) < Merges.BYTES) {
            ofBytes[left << 8 | right] = merge;
        }
        long pair = pair(left, right);
        int slot = slot(pair);
        while (slots[slot] != EMPTY && (slots[slot] & -1L << MERGE_BITS) != pair) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = pair | merge;
    }

    /** The symbol of a single byte. */
    int symbolOf(byte value) {
        return symbolOf[value & 0xFF];
    }

    /** The merge that joins two symbols of a single byte each, or {@link #NONE}. */
    int findOfBytes(int left, int right) {
        return ofBytes[left << 8 | right];
    }

    /** The merge that joins two symbols, or {@link #NONE}. */
    int find(int left, int right) {
        long pair = pair(left, right);
        int slot = slot(pair);
        long there = slots[slot];
        long other = (there ^ pair) >>> MERGE_BITS;
        // Below 0 when both are not 0: the slot is another pair's. Whether it is this pair's or nobody's, about as
        // likely,
        // is no question for a branch: what is not a pair in an empty slot is NONE.
        if ((-other & (~there | - ~there)) < 0) {
            return findFrom(slot, pair);
        }
        return (int) there & NONE;
    }

    private int findFrom(int home, long pair) {
        int slot = home;
        while (true) {
            slot = slot + 1 & slots.length - 1;
            long there = slots[slot];
            if (there == EMPTY || (there ^ pair) >>> MERGE_BITS == 0) {
                return (int) there & NONE;
            }
        }
    }

    /** The symbol that a merge makes. */
    int made(int merge) {
        return made[merge];
    }

    private static long pair(int left, int right) {
        return (long) left << 43 | (long) right << MERGE_BITS;
    }

    private int slot(long pair) {
        // The top bits of a product depend on all bits of its factors.
        return (int) ((pair ^ pair >>> 32) * 0x9E3779B97F4A7C15L >>> shift);
    }
}

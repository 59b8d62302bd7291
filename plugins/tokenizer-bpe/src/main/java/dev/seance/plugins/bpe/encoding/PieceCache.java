// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Remembers the tokens of pieces, as nearly all of a text's pieces are ones seen a moment ago. Not thread-safe: one a
 * thread.
 *
 * <p>A piece of up to seven bytes, as six of seven are in English, is a single long: its bytes, and its length above
 * them. One of up to fifteen is two longs, the second made like that. One more long holds the tokens: four of 16 bits
 * where the vocabulary has at most 65,536, else three of 21. So a hit is one comparison and a store that asks nothing:
 * what it writes beyond the tokens there are, the next piece overwrites.
 */
final class PieceCache {

    /** The longest piece that is kept, in bytes. */
    static final int LONGEST = 15;

    private static final int LONGEST_SHORT = 7;
    private static final int LENGTH_SHIFT = 56;
    private static final int FIRST_BITS = 7;
    private static final int WIDE_ID_BITS = 21;
    private static final int WIDE_ID = (1 << WIDE_ID_BITS) - 1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** By length: which of eight bytes are a piece's own. */
    private static final long[] OWN = new long[Long.BYTES];

    static {
        for (int length = 0; length < OWN.length; length++) {
            OWN[length] = (1L << Byte.SIZE * length) - 1;
        }
    }

    private final boolean wide;
    private final PieceSlots shorts;
    private final PieceSlots longs;
    private int end;

    /**
     * @param width how many bytes a token takes, 2 or 4
     * @param mostBits two to this power is how many pieces each of the two tables may have room for
     */
    PieceCache(int width, int mostBits) {
        this.wide = width == Integer.BYTES;
        this.shorts = new PieceSlots(1, Math.min(FIRST_BITS, mostBits), mostBits);
        this.longs = new PieceSlots(2, Math.min(FIRST_BITS, mostBits), mostBits);
    }

    /**
     * Writes the tokens of pieces, as long as they are found at once; up to 16 bytes from {@link #end()} on are
     * overwritten as well. At least sixteen bytes from the beginning of each piece must be readable.
     *
     * @param from where piece number {@code first} begins
     * @param ends where each piece ends
     * @param count the number of pieces
     * @param at where to begin to write
     * @return the number of the first piece that was not found at once; {@code count} when all were
     */
    int copy(byte[] text, int from, int[] ends, int first, int count, byte[] out, int at) {
        return wide
                ? copyWide(text, from, ends, first, count, out, at)
                : copyNarrow(text, from, ends, first, count, out, at);
    }

    /** Where the latest call stopped writing. */
    int end() {
        return end;
    }

    /** The inner loop of encoding: no call, no allocation, and two branches that are nearly always foreseen. */
    private int copyNarrow(byte[] text, int from, int[] ends, int first, int count, byte[] out, int at) {
        long[] shortTable = shorts.table();
        long[] longTable = longs.table();
        int shortShift = shorts.shift();
        int longShift = longs.shift();
        int begin = from;
        int i = first;
        for (; i < count; i++) {
            int pieceEnd = ends[i];
            int length = pieceEnd - begin;
            long low = (long) LONGS.get(text, begin);
            if (length <= LONGEST_SHORT) {
                long tag = tag(low, length, length);
                int slot = PieceSlots.home(tag, shortShift);
                long there = shortTable[slot];
                if (PieceSlots.differ(there, tag)) {
                    break;
                }
                LONGS.set(out, at, shortTable[slot + PieceSlots.TOKENS]);
                at += PieceSlots.count(there) << 1;
            } else {
                if (length > LONGEST) {
                    break;
                }
                long tag = tag((long) LONGS.get(text, begin + Long.BYTES), length - Long.BYTES, length);
                int slot = PieceSlots.home(tag, low, longShift);
                long there = longTable[slot];
                if (longTable[slot + PieceSlots.LOW] != low || PieceSlots.differ(there, tag)) {
                    break;
                }
                LONGS.set(out, at, longTable[slot + PieceSlots.TOKENS]);
                at += PieceSlots.count(there) << 1;
            }
            begin = pieceEnd;
        }
        end = at;
        return i;
    }

    private int copyWide(byte[] text, int from, int[] ends, int first, int count, byte[] out, int at) {
        long[] shortTable = shorts.table();
        long[] longTable = longs.table();
        int shortShift = shorts.shift();
        int longShift = longs.shift();
        int begin = from;
        int i = first;
        for (; i < count; i++) {
            int pieceEnd = ends[i];
            int length = pieceEnd - begin;
            long low = (long) LONGS.get(text, begin);
            long there;
            long tokens;
            if (length <= LONGEST_SHORT) {
                long tag = tag(low, length, length);
                int slot = PieceSlots.home(tag, shortShift);
                there = shortTable[slot];
                if (PieceSlots.differ(there, tag)) {
                    break;
                }
                tokens = shortTable[slot + PieceSlots.TOKENS];
            } else {
                if (length > LONGEST) {
                    break;
                }
                long tag = tag((long) LONGS.get(text, begin + Long.BYTES), length - Long.BYTES, length);
                int slot = PieceSlots.home(tag, low, longShift);
                there = longTable[slot];
                if (longTable[slot + PieceSlots.LOW] != low || PieceSlots.differ(there, tag)) {
                    break;
                }
                tokens = longTable[slot + PieceSlots.TOKENS];
            }
            writeWide(out, at, tokens);
            at += PieceSlots.count(there) << 2;
            begin = pieceEnd;
        }
        end = at;
        return i;
    }

    /**
     * Writes the tokens of one piece, wherever it is, like {@link #copy}.
     *
     * @return whether it was here
     */
    boolean find(byte[] text, int from, int length, byte[] out, int at) {
        if (length > LONGEST) {
            return false;
        }
        PieceSlots slots = slots(length);
        int slot = slots.find(tag(text, from, length), (long) LONGS.get(text, from));
        if (slot < 0) {
            return false;
        }
        long tokens = slots.table()[slot + PieceSlots.TOKENS];
        if (wide) {
            writeWide(out, at, tokens);
        } else {
            LONGS.set(out, at, tokens);
        }
        end = at + PieceSlots.count(slots.table()[slot]) * (wide ? Integer.BYTES : Short.BYTES);
        return true;
    }

    /** Keeps the tokens of a piece that {@link #find} did not find, if there is a place for so many. */
    void put(byte[] text, int from, int length, int[] ids, int count) {
        if (length > LONGEST || count > (wide ? 3 : 4)) {
            return;
        }
        long tokens = 0;
        for (int i = count - 1; i >= 0; i--) {
            if (wide && ids[i] > WIDE_ID) {
                return;
            }
            tokens = tokens << (wide ? WIDE_ID_BITS : Short.SIZE) | ids[i];
        }
        slots(length).put(tag(text, from, length), (long) LONGS.get(text, from), tokens, count);
    }

    private PieceSlots slots(int length) {
        return length <= LONGEST_SHORT ? shorts : longs;
    }

    private static long tag(byte[] text, int from, int length) {
        return length <= LONGEST_SHORT
                ? tag((long) LONGS.get(text, from), length, length)
                : tag((long) LONGS.get(text, from + Long.BYTES), length - Long.BYTES, length);
    }

    private static long tag(long bytes, int own, int length) {
        return bytes & OWN[own] | (long) length << LENGTH_SHIFT;
    }

    private static void writeWide(byte[] out, int at, long tokens) {
        LONGS.set(out, at, tokens & WIDE_ID | (tokens >>> WIDE_ID_BITS & WIDE_ID) << Integer.SIZE);
        LONGS.set(out, at + Long.BYTES, tokens >>> 2 * WIDE_ID_BITS);
    }
}

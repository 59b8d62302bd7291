// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A piece of up to {@link #LONGEST} bytes as two longs: its bytes in order from the lowest, its length in the topmost
 * byte of the second. Nearly every piece of real prose is that short, and comparing two longs needs no array.
 */
final class PieceKey {

    /** The most bytes a key holds. */
    static final int LONGEST = 15;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Which bits of both longs are the piece's, by its length: a look-up where a comparison would be guessed wrong. */
    private static final long[] LOW_BITS = new long[LONGEST + 1];

    private static final long[] HIGH_BITS = new long[LONGEST + 1];

    static {
        for (int length = 0; length <= LONGEST; length++) {
            LOW_BITS[length] = length >= 8 ? -1 : (1L << (length << 3)) - 1;
            HIGH_BITS[length] = length <= 8 ? 0 : (1L << (length - 8 << 3)) - 1;
        }
    }

    private PieceKey() {}

    /** The first long. Reads eight bytes, whatever the length. */
    static long low(byte[] text, int from, int length) {
        return (long) LONGS.get(text, from) & LOW_BITS[length];
    }

    /** The second long; never 0. Reads sixteen bytes, whatever the length. */
    static long high(byte[] text, int from, int length) {
        return (long) LONGS.get(text, from + 8) & HIGH_BITS[length] | (long) length << 56;
    }

    /** Mixes both into a hash whose upper and lower bits are equally good. */
    static int hash(long low, long high) {
        long mixed = (low ^ high * 0x9E3779B97F4A7C15L) * 0xD6E8FEB86659FD93L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        return (int) (mixed >>> 32);
    }

    /** How many bytes the piece has. */
    static int length(long high) {
        return (int) (high >>> 56);
    }

    /** Writes the bytes of the piece; what is behind them in the array's first {@link #LONGEST} bytes is overwritten. */
    static void write(long low, long high, byte[] into) {
        LONGS.set(into, 0, low);
        for (int i = 8; i < LONGEST; i++) {
            into[i] = (byte) (high >>> (i - 8 << 3));
        }
    }
}

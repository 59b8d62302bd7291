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

    private PieceKey() {}

    /** The first long. Reads eight bytes, whatever the length. */
    static long low(byte[] text, int from, int length) {
        long bytes = (long) LONGS.get(text, from);
        return length >= 8 ? bytes : bytes & (1L << (length << 3)) - 1;
    }

    /** The second long; never 0. Reads up to sixteen bytes. */
    static long high(byte[] text, int from, int length) {
        long tag = (long) length << 56;
        return length <= 8 ? tag : tag | (long) LONGS.get(text, from + 8) & (1L << (length - 8 << 3)) - 1;
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

    /** Byte number {@code index} of the piece. */
    static byte byteAt(long low, long high, int index) {
        return (byte) (index < 8 ? low >>> (index << 3) : high >>> (index - 8 << 3));
    }
}

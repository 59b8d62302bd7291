// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A piece of up to {@link #LONGEST} bytes as two longs: the <em>tag</em> has its first seven bytes in order from the
 * lowest, and its length in the topmost byte; the <em>rest</em> has the others, and is 0 for the five in six pieces of
 * prose that have no more than seven. Comparing longs needs no array.
 */
final class PieceKey {

    /** The most bytes a tag holds. */
    static final int SHORT = 7;

    /** The most bytes a key holds. */
    static final int LONGEST = 15;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Which bits of a tag or a rest are the piece's, by its length: a look-up where a comparison is guessed wrong. */
    private static final long[] TAG_BITS = new long[LONGEST + 1];

    private static final long[] REST_BITS = new long[LONGEST + 1];

    static {
        for (int length = 0; length <= LONGEST; length++) {
            TAG_BITS[length] = (1L << (Math.min(length, SHORT) << 3)) - 1;
            int more = Math.max(length - SHORT, 0);
            REST_BITS[length] = more == Long.BYTES ? -1 : (1L << (more << 3)) - 1;
        }
    }

    private PieceKey() {}

    /** The tag of a piece; never 0. Reads eight bytes, whatever the length. */
    static long tag(byte[] text, int from, int length) {
        return (long) LONGS.get(text, from) & TAG_BITS[length] | (long) length << 56;
    }

    /** The rest of a piece. Reads up to byte fifteen, whatever the length. */
    static long rest(byte[] text, int from, int length) {
        return (long) LONGS.get(text, from + SHORT) & REST_BITS[length];
    }

    /** Mixes both into a hash whose <em>upper</em> bits are good. */
    static int hash(long tag, long rest) {
        return (int) ((tag ^ rest * 0x9E3779B97F4A7C15L) * 0xD6E8FEB86659FD93L >>> 32);
    }

    /** The hash of a short piece: the same as if its rest, which is 0, were mixed in. */
    static int hash(long tag) {
        return (int) (tag * 0xD6E8FEB86659FD93L >>> 32);
    }

    /** How many bytes the piece has. */
    static int length(long tag) {
        return (int) (tag >>> 56);
    }

    /** Writes the bytes of the piece; what is behind them in the array's first {@link #LONGEST} bytes is overwritten. */
    static void write(long tag, long rest, byte[] into) {
        LONGS.set(into, 0, tag);
        LONGS.set(into, SHORT, rest);
    }
}

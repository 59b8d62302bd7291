// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.zstandard;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A stream of bits that is read from its end: the last byte's highest 1 says where it begins (RFC 8878, 4.1). The array
 * has eight bytes more than the stream, of whatever value.
 */
final class BackwardBits {

    static final int SLACK = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int start;

    /** How many bits are left; below zero after reading more than there are. */
    private int left;

    BackwardBits(byte[] bytes, int start, int length) throws IOException {
        if (length <= 0 || bytes[start + length - 1] == 0) {
            throw new IOException("damaged Zstandard data: a bit stream without an end");
        }
        this.bytes = bytes;
        this.start = start;
        int last = bytes[start + length - 1] & 0xFF;
        this.left = 8 * length - (Integer.numberOfLeadingZeros(last) - 24) - 1;
    }

    /** The next {@code count} bits, 0 to 56, as a number; what is beyond the beginning is of any value. */
    long read(int count) {
        left -= count;
        return peekAt(left, count);
    }

    /** The same without going on. */
    int peek(int count) {
        return (int) peekAt(left - count, count);
    }

    void skip(int count) {
        left -= count;
    }

    int left() {
        return left;
    }

    private long peekAt(int bit, int count) {
        if (bit < 0) {
            // The bits there are stand above those that there are not.
            long all = (long) LONGS.get(bytes, start);
            return bit <= -Long.SIZE ? 0 : all << -bit & (1L << count) - 1;
        }
        long eight = (long) LONGS.get(bytes, start + (bit >>> 3));
        return eight >>> (bit & 7) & (1L << count) - 1;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Makes {@code \r\n} and {@code \r} into {@code \n}, in place, in the slices of one text one after the other. Most texts
 * have none of the former, so they are looked for eight bytes at a time. Not thread-safe.
 */
final class LineEndFilter {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long RETURNS = ONES * '\r';

    /** Whether the slice before ended in {@code \r}, which was given out as {@code \n}. */
    private boolean afterReturn;

    /**
     * Rewrites a slice.
     *
     * @return how many bytes are left of it; 0 is possible for a slice of one byte
     */
    int apply(byte[] bytes, int from, int length) {
        int end = from + length;
        int read = from;
        if (afterReturn && length > 0 && bytes[from] == '\n') {
            read++;
        }
        afterReturn = length > 0 ? false : afterReturn;
        int write = from;
        while (read < end) {
            int next = nextReturn(bytes, read, end);
            if (write != read) {
                System.arraycopy(bytes, read, bytes, write, next - read);
            }
            write += next - read;
            read = next;
            if (read < end) {
                bytes[write++] = '\n';
                read++;
                if (read == end) {
                    afterReturn = true;
                } else if (bytes[read] == '\n') {
                    read++;
                }
            }
        }
        return write - from;
    }

    private static int nextReturn(byte[] bytes, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end) {
            long difference = (long) LONGS.get(bytes, at) ^ RETURNS;
            // The lowest byte that is zero has its high bit set, by the usual subtraction.
            long zeros = (difference - ONES) & ~difference & HIGH_BITS;
            if (zeros != 0) {
                return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < end && bytes[at] != '\r') {
            at++;
        }
        return at;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks UTF-8, by table 3-7 of the Unicode standard: no overlong forms, no surrogates,
 * nothing above U+10FFFF. Letters of ASCII, nearly all there is in English text, are checked eight at once by their
 * highest bits.
 */
final class Utf8Check {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8Check() {}

    /** Where the well-formed beginning ends: at {@code to}, or at the first byte of a character that is cut or wrong. */
    static int wellFormedEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (true) {
            at = asciiEnd(bytes, at, to);
            if (at == to) {
                return to;
            }
            int length = length(bytes, at, to);
            if (length <= 0) {
                return at;
            }
            at += length;
        }
    }

    private static int asciiEnd(byte[] bytes, int from, int to) {
        int at = from;
        // Four longs a turn, for the loop's own work to count less; the last turn is gone through again.
        while (at + 32 <= to
                && (((long) LONGS.get(bytes, at)
                                        | (long) LONGS.get(bytes, at + 8)
                                        | (long) LONGS.get(bytes, at + 16)
                                        | (long) LONGS.get(bytes, at + 24))
                                & HIGH_BITS)
                        == 0) {
            at += 32;
        }
        while (at + 8 <= to) {
            long high = (long) LONGS.get(bytes, at) & HIGH_BITS;
            if (high != 0) {
                return at + (Long.numberOfTrailingZeros(high) >>> 3);
            }
            at += 8;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /**
     * The character that begins at a place: its length in bytes; 0 when it goes on beyond {@code to}; or, when it is
     * malformed, minus the length of its maximal subpart, which Unicode advises to replace as one.
     */
    static int length(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0x80) {
            return 1;
        }
        if (lead < 0xC2 || lead > 0xF4) {
            return -1;
        }
        int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        for (int i = 1; i < length; i++) {
            if (at + i == to) {
                return 0;
            }
            int next = bytes[at + i] & 0xFF;
            int min = i > 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            int max = i > 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
            if (next < min || next > max) {
                return -i;
            }
        }
        return length;
    }
}

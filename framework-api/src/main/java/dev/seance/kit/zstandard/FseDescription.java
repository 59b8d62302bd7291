// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.zstandard;

import java.io.IOException;
import java.util.Arrays;

/** Reads the description of an {@link FseTable}, bits from the first byte's lowest on (RFC 8878, 4.1.1). */
final class FseDescription {

    private final byte[] bytes;
    private final int end;
    private long bit;

    private FseDescription(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.end = end;
        this.bit = 8L * start;
    }

    /**
     * A table and where its description ended.
     *
     * @param table the table
     * @param end the byte after the description
     */
    record Read(FseTable table, int end) {}

    /** Reads a description that is between two places of an array. */
    static Read read(byte[] bytes, int start, int end, int mostAccuracy, int mostSymbols) throws IOException {
        return new FseDescription(bytes, start, end).read(mostAccuracy, mostSymbols);
    }

    private Read read(int mostAccuracy, int mostSymbols) throws IOException {
        int accuracy = bits(4) + 5;
        if (accuracy > mostAccuracy) {
            throw damaged();
        }
        short[] frequencies = new short[mostSymbols];
        int remaining = 1 << accuracy;
        int symbol = 0;
        while (remaining > 0) {
            if (symbol >= mostSymbols) {
                throw damaged();
            }
            int frequency = frequency(remaining);
            remaining -= Math.abs(frequency);
            frequencies[symbol++] = (short) frequency;
            for (int zeros = frequency == 0 ? bits(2) : 0; zeros > 0; zeros = zeros == 3 ? bits(2) : 0) {
                symbol += zeros;
            }
        }
        if (remaining < 0 || symbol > mostSymbols) {
            throw damaged();
        }
        int after = (int) (bit + 7 >> 3);
        if (after > end) {
            throw damaged();
        }
        return new Read(FseTable.of(accuracy, Arrays.copyOf(frequencies, symbol)), after);
    }

    /** A number from -1 to {@code remaining}; the small ones take a bit less when all of them do not fill a power of two. */
    private int frequency(int remaining) throws IOException {
        int count = 32 - Integer.numberOfLeadingZeros(remaining + 1);
        int value = bits(count);
        int lower = (1 << count - 1) - 1;
        int threshold = (1 << count) - 1 - (remaining + 1);
        if ((value & lower) < threshold) {
            bit--;
            value &= lower;
        } else if (value > lower) {
            value -= threshold;
        }
        return value - 1;
    }

    private int bits(int count) throws IOException {
        int value = 0;
        for (int i = 0; i < count; i++, bit++) {
            int at = (int) (bit >> 3);
            // Up to a byte more may be looked at, for a number that turns out to be shorter.
            int one = at < end ? bytes[at] >> (bit & 7) & 1 : 0;
            if (at > end) {
                throw damaged();
            }
            value |= one << i;
        }
        return value;
    }

    private static IOException damaged() {
        return new IOException("damaged Zstandard data: a table's description");
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Lines of a stream as bytes, one at a time in a buffer that is used again, so that a page costs no copy. A line that is
 * too long is passed over without being kept. A UTF-8 byte order mark at the beginning is left out. One thread.
 */
final class ByteLines implements Closeable {

    private static final int FIRST_SIZE = 1 << 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long NEWLINES = '\n' * ONES;
    private static final long HIGH_BITS = 0x80 * ONES;

    private final InputStream in;
    private final int longest;
    private byte[] buffer = new byte[FIRST_SIZE];
    private int start;
    private int length;

    /** Where the buffer's first byte stands in the stream. */
    private long base;

    /** From here to {@link #end} the buffer holds what was read and not given out. */
    private int at;

    private int end;
    private long number;

    /** Where the line starts in the stream, and how many of its bytes were passed over. */
    private long offset;

    private long skipped;
    private boolean exhausted;
    private boolean tooLong;

    /** @param longest how many bytes a line may have */
    ByteLines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** Goes to the next line; false at the end. */
    boolean next() throws IOException {
        tooLong = false;
        base += skipped;
        skipped = 0;
        start = at;
        offset = base + start;
        int from = at;
        while (true) {
            int newline = newline(from);
            if (newline < end) {
                take(newline, newline + 1);
                return true;
            }
            if (exhausted) {
                boolean more = end > start || tooLong;
                take(end, end);
                number -= more ? 0 : 1;
                return more;
            }
            if (end - start > longest) {
                tooLong = true;
                skipped += end - start;
                end = start;
            }
            from = end - start;
            fill();
        }
    }

    /** Where the next line end is, or {@link #end}; eight bytes at a time, for this sees every byte of a corpus. */
    private int newline(int from) {
        int i = from;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            // A byte of x is zero where the buffer has a line end; the lowest such byte is found without a branch a
            // byte.
            long x = (long) LONGS.get(buffer, i) ^ NEWLINES;
            long zeros = (x - ONES) & ~x & HIGH_BITS;
            if (zeros != 0) {
                return i + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        while (i < end && buffer[i] != '\n') {
            i++;
        }
        return i;
    }

    private void take(int lineEnd, int nextStart) {
        number++;
        at = nextStart;
        length = lineEnd - start;
        if (number == 1
                && length >= 3
                && buffer[start] == (byte) 0xEF
                && buffer[start + 1] == (byte) 0xBB
                && buffer[start + 2] == (byte) 0xBF) {
            start += 3;
            length -= 3;
        }
        if (length > 0 && buffer[start + length - 1] == '\r') {
            length--;
        }
        tooLong |= length > longest;
    }

    /** Moves the line that is being read to the front, and reads behind it. */
    private void fill() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        base += start;
        start = 0;
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 64));
        }
        int read = in.read(buffer, end, buffer.length - end);
        exhausted = read < 0;
        end += Math.max(0, read);
    }

    /** The buffer that has the line, until the next one is asked for. */
    byte[] buffer() {
        return buffer;
    }

    /** Where the line starts in the buffer. */
    int start() {
        return start;
    }

    /** How many bytes the line has, without its end. */
    int length() {
        return length;
    }

    /** Where the line starts in the stream, in bytes. */
    long offset() {
        return offset;
    }

    /** Whether the line begins with the byte order mark of UTF-16. */
    boolean utf16() {
        int first = length < 2 ? 0 : (buffer[start] & 0xFF) << 8 | buffer[start + 1] & 0xFF;
        return first == 0xFEFF || first == 0xFFFE;
    }

    /** The line's number, from 1. */
    long number() {
        return number;
    }

    /** Whether the line is longer than allowed; its bytes are not to be had then. */
    boolean tooLong() {
        return tooLong;
    }

    boolean blank() {
        for (int i = start; i < start + length; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t') {
                return false;
            }
        }
        return !tooLong;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

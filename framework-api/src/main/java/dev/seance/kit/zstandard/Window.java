// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.zstandard;

import java.io.IOException;
import java.util.Arrays;

/** What was decompressed last, as far back as a frame may refer to, and what of it was not taken yet. */
final class Window {

    /** Beyond the window, so that moving it is seldom: as much again, up to this. */
    private static final int MOST_SPARE = 8 << 20;

    private final int size;
    private final int most;
    private byte[] bytes;
    private int from;
    private int to;
    private long written;

    /** @param size how many bytes back a frame may refer to */
    Window(int size) {
        this.size = size;
        this.most = size + Math.max(2 * ZstandardInput.MOST_BLOCK, Math.min(size, MOST_SPARE));
        this.bytes = new byte[Math.min(most, 2 * ZstandardInput.MOST_BLOCK)];
    }

    /** Makes room for a block, when all was taken. */
    void prepare() {
        if (bytes.length - to >= ZstandardInput.MOST_BLOCK) {
            return;
        }
        if (bytes.length < most) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(most, 2L * bytes.length));
        }
        if (bytes.length - to < ZstandardInput.MOST_BLOCK) {
            int kept = Math.min(size, to);
            System.arraycopy(bytes, to - kept, bytes, 0, kept);
            from = kept;
            to = kept;
        }
    }

    void append(byte[] source, int start, int length) throws IOException {
        check(length);
        System.arraycopy(source, start, bytes, to, length);
        to += length;
        written += length;
    }

    void fill(int value, int length) throws IOException {
        check(length);
        Arrays.fill(bytes, to, to + length, (byte) value);
        to += length;
        written += length;
    }

    /** Appends bytes from so far back, which may be among those that are appended. */
    void repeat(long distance, int length) throws IOException {
        check(length);
        if (distance > Math.min(written, size)) {
            throw new IOException("damaged Zstandard data: a match before the beginning");
        }
        int back = (int) distance;
        if (back >= length) {
            System.arraycopy(bytes, to - back, bytes, to, length);
        } else {
            for (int i = to; i < to + length; i++) {
                bytes[i] = bytes[i - back];
            }
        }
        to += length;
        written += length;
    }

    private void check(int length) throws IOException {
        if (length > bytes.length - to) {
            throw new IOException("damaged Zstandard data: a block that is too long");
        }
    }

    /** How many bytes the frame has so far. */
    long written() {
        return written;
    }

    int available() {
        return to - from;
    }

    int take(byte[] into, int start, int length) {
        int count = Math.min(length, to - from);
        System.arraycopy(bytes, from, into, start, count);
        from += count;
        return count;
    }

    /** Digests what was appended since a place of {@link #written}. */
    void digest(Xxh64 digest, long since) {
        int count = (int) (written - since);
        digest.update(bytes, to - count, count);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.zstandard;

import java.io.IOException;
import java.util.Arrays;

/** The literals of a block (RFC 8878, 3.1.1.3.1), with the Huffman table that the next block may use again. */
final class Literals {

    private final byte[] bytes = new byte[ZstandardInput.MOST_BLOCK + BackwardBits.SLACK];
    private int length;
    private HuffmanTable table;

    /** Begins a frame, which may use nothing of the one before. */
    void forget() {
        table = null;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Reads the section; the byte after it is returned. */
    int read(byte[] block, int end) throws IOException {
        int first = byteAt(block, 0, end);
        int type = first & 3;
        int format = first >> 2 & 3;
        return type < 2 ? plain(block, end, type == 1, format) : coded(block, end, type == 3, format);
    }

    private int plain(byte[] block, int end, boolean repeated, int format) throws IOException {
        int header = format == 3 ? 3 : format == 1 ? 2 : 1;
        long bits = bits(block, header, end);
        length = (int) (bits >> (header == 1 ? 3 : 4));
        check(length <= ZstandardInput.MOST_BLOCK);
        if (repeated) {
            Arrays.fill(bytes, 0, length, (byte) byteAt(block, header, end));
            return header + 1;
        }
        check(header + length <= end);
        System.arraycopy(block, header, bytes, 0, length);
        return header + length;
    }

    private int coded(byte[] block, int end, boolean again, int format) throws IOException {
        int header = format < 2 ? 3 : format + 2;
        int width = format < 2 ? 10 : format == 2 ? 14 : 18;
        long bits = bits(block, header, end);
        length = (int) (bits >> 4) & (1 << width) - 1;
        int compressed = (int) (bits >> 4 + width) & (1 << width) - 1;
        int after = header + compressed;
        check(length <= ZstandardInput.MOST_BLOCK && after <= end);
        int at = header;
        if (!again) {
            HuffmanTable.Read read = HuffmanTable.read(block, at, after);
            table = read.table();
            at = read.end();
        }
        check(table != null);
        if (format == 0) {
            table.decode(block, at, after - at, bytes, 0, length);
        } else {
            fourStreams(block, at, after);
        }
        return after;
    }

    private void fourStreams(byte[] block, int start, int end) throws IOException {
        int part = (length + 3) / 4;
        int at = start + 6;
        check(at <= end && 3 * part <= length);
        for (int i = 0; i < 4; i++) {
            int size =
                    i == 3 ? end - at : byteAt(block, start + 2 * i, end) | byteAt(block, start + 2 * i + 1, end) << 8;
            check(at + size <= end);
            table.decode(block, at, size, bytes, i * part, i == 3 ? length : (i + 1) * part);
            at += size;
        }
    }

    private static long bits(byte[] block, int count, int end) throws IOException {
        long bits = 0;
        for (int i = 0; i < count; i++) {
            bits |= (long) byteAt(block, i, end) << 8 * i;
        }
        return bits;
    }

    private static int byteAt(byte[] block, int at, int end) throws IOException {
        check(at < end);
        return block[at] & 0xFF;
    }

    private static void check(boolean sound) throws IOException {
        if (!sound) {
            throw new IOException("damaged Zstandard data: a block's literals");
        }
    }
}

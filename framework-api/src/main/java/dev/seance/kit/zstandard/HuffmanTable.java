// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.zstandard;

import java.io.IOException;
import java.util.Arrays;

/** A table of a Huffman code for literals (RFC 8878, 4.2). */
final class HuffmanTable {

    private static final int MOST_BITS = 11;
    private static final int MOST_WEIGHTS = 255;

    private final int bits;
    private final byte[] symbols;
    private final byte[] lengths;

    private HuffmanTable(int bits, byte[] symbols, byte[] lengths) {
        this.bits = bits;
        this.symbols = symbols;
        this.lengths = lengths;
    }

    /**
     * A table and where its description ended.
     *
     * @param table the table
     * @param end the byte after the description
     */
    record Read(HuffmanTable table, int end) {}

    static Read read(byte[] bytes, int start, int end) throws IOException {
        if (start >= end) {
            throw damaged();
        }
        int header = bytes[start] & 0xFF;
        byte[] weights = new byte[MOST_WEIGHTS + 1];
        int length = header < 128 ? header : header - 126 >> 1;
        int after = start + 1 + length;
        if (after > end) {
            throw damaged();
        }
        int count;
        if (header < 128) {
            count = compressed(bytes, start + 1, after, weights);
        } else {
            count = header - 127;
            for (int i = 0; i < count; i++) {
                int two = bytes[start + 1 + i / 2];
                weights[i] = (byte) (i % 2 == 0 ? two >> 4 & 0xF : two & 0xF);
            }
        }
        return new Read(of(weights, count), after);
    }

    /** Weights in turns from two states, until the bits run out. */
    private static int compressed(byte[] bytes, int start, int end, byte[] weights) throws IOException {
        FseDescription.Read description = FseDescription.read(bytes, start, end, 6, MOST_WEIGHTS);
        FseTable table = description.table();
        BackwardBits in = new BackwardBits(bytes, description.end(), end - description.end());
        int state = table.first(in);
        int other = table.first(in);
        int count = 0;
        while (count < MOST_WEIGHTS - 1) {
            weights[count++] = (byte) table.symbol(state);
            int next = in.left() < 0 ? 0 : table.next(state, in);
            if (in.left() < 0) {
                weights[count++] = (byte) table.symbol(other);
                return count;
            }
            state = other;
            other = next;
        }
        throw damaged();
    }

    private static HuffmanTable of(byte[] weights, int count) throws IOException {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] > MOST_BITS) {
                throw damaged();
            }
            sum += weights[i] == 0 ? 0 : 1 << weights[i] - 1;
        }
        if (sum == 0) {
            throw damaged();
        }
        int bits = 32 - Integer.numberOfLeadingZeros(sum);
        int rest = (1 << bits) - sum;
        if (bits > MOST_BITS || Integer.bitCount(rest) != 1) {
            throw damaged();
        }
        weights[count] = (byte) (32 - Integer.numberOfLeadingZeros(rest));
        byte[] symbols = new byte[1 << bits];
        byte[] lengths = new byte[1 << bits];
        int position = 0;
        for (int weight = 1; weight <= bits; weight++) {
            for (int symbol = 0; symbol <= count; symbol++) {
                if (weights[symbol] == weight) {
                    int end = position + (1 << weight - 1);
                    Arrays.fill(symbols, position, end, (byte) symbol);
                    Arrays.fill(lengths, position, end, (byte) (bits + 1 - weight));
                    position = end;
                }
            }
        }
        return new HuffmanTable(bits, symbols, lengths);
    }

    /** Decodes a stream of literals, which has to end with the last of them. */
    void decode(byte[] bytes, int start, int length, byte[] into, int from, int to) throws IOException {
        BackwardBits in = new BackwardBits(bytes, start, length);
        for (int i = from; i < to; i++) {
            int code = in.peek(bits);
            into[i] = symbols[code];
            in.skip(lengths[code]);
        }
        if (in.left() != 0) {
            throw damaged();
        }
    }

    private static IOException damaged() {
        return new IOException("damaged Zstandard data: a Huffman code");
    }
}

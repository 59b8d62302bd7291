// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.zstandard;

import java.io.IOException;

/**
 * A table of a finite-state entropy code (RFC 8878, 4.1): for each state the symbol it stands for, and how the next state
 * comes about.
 */
final class FseTable {

    private final int accuracy;
    private final byte[] symbols;
    private final byte[] bits;
    private final short[] bases;

    private FseTable(int accuracy, byte[] symbols, byte[] bits, short[] bases) {
        this.accuracy = accuracy;
        this.symbols = symbols;
        this.bits = bits;
        this.bases = bases;
    }

    /** A table of one symbol, which takes no bits. */
    static FseTable of(int symbol) {
        return new FseTable(0, new byte[] {(byte) symbol}, new byte[1], new short[1]);
    }

    /**
     * Spreads symbols over the states.
     *
     * @param accuracy the binary logarithm of the number of states
     * @param frequencies how many states a symbol has; -1 for less than one
     */
    static FseTable of(int accuracy, short[] frequencies) throws IOException {
        int size = 1 << accuracy;
        byte[] symbols = new byte[size];
        int[] next = new int[frequencies.length];
        int high = size;
        for (int symbol = 0; symbol < frequencies.length; symbol++) {
            if (frequencies[symbol] == -1) {
                symbols[--high] = (byte) symbol;
                next[symbol] = 1;
            }
        }
        int step = (size >> 1) + (size >> 3) + 3;
        int position = 0;
        for (int symbol = 0; symbol < frequencies.length; symbol++) {
            if (frequencies[symbol] <= 0) {
                continue;
            }
            next[symbol] = frequencies[symbol];
            for (int i = 0; i < frequencies[symbol]; i++) {
                symbols[position] = (byte) symbol;
                do {
                    position = position + step & size - 1;
                } while (position >= high);
            }
        }
        if (position != 0) {
            throw new IOException("damaged Zstandard data: frequencies that do not fill their table");
        }
        byte[] bits = new byte[size];
        short[] bases = new short[size];
        for (int state = 0; state < size; state++) {
            int count = next[symbols[state] & 0xFF]++;
            bits[state] = (byte) (accuracy - (31 - Integer.numberOfLeadingZeros(count)));
            bases[state] = (short) ((count << bits[state]) - size);
        }
        return new FseTable(accuracy, symbols, bits, bases);
    }

    int first(BackwardBits in) {
        return (int) in.read(accuracy);
    }

    int symbol(int state) {
        return symbols[state] & 0xFF;
    }

    int next(int state, BackwardBits in) {
        return bases[state] + (int) in.read(bits[state]);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What training finds: which byte each of the first 256 symbols is, and which two symbols each further one is made of,
 * in the order of the merges. Immutable.
 */
final class Merges {

    /** How many symbols are single bytes. */
    static final int BYTES = 256;

    private final byte[][] symbols;
    private final long[] pairs;

    /**
     * @param byteSymbols the byte of each of the first 256 symbols
     * @param pairs the pair of merge k, as {@link PairTable#pair}; its symbols exist before it
     */
    Merges(int[] byteSymbols, long[] pairs) {
        this.pairs = pairs.clone();
        this.symbols = new byte[BYTES + pairs.length][];
        for (int i = 0; i < BYTES; i++) {
            symbols[i] = new byte[] {(byte) byteSymbols[i]};
        }
        for (int k = 0; k < pairs.length; k++) {
            byte[] left = symbols[PairTable.left(pairs[k])];
            byte[] right = symbols[PairTable.right(pairs[k])];
            byte[] joined = Arrays.copyOf(left, left.length + right.length);
            System.arraycopy(right, 0, joined, left.length, right.length);
            symbols[BYTES + k] = joined;
        }
        requireDistinct();
    }

    /** Two pairs that spell the same would be two ids of one token, and a file that cannot be read back. */
    private void requireDistinct() {
        Map<ByteBuffer, Integer> seen = new HashMap<>(symbols.length * 2);
        for (int symbol = 0; symbol < symbols.length; symbol++) {
            Integer other = seen.put(ByteBuffer.wrap(symbols[symbol]), symbol);
            if (other != null) {
                throw new IllegalStateException("symbols " + other + " and " + symbol + " are the same bytes: "
                        + ByteLevel.write(symbols[symbol]));
            }
        }
    }

    /** How many symbols there are: 256 and one a merge. */
    int symbols() {
        return symbols.length;
    }

    /** How many merges there are. */
    int size() {
        return pairs.length;
    }

    int left(int merge) {
        return PairTable.left(pairs[merge]);
    }

    int right(int merge) {
        return PairTable.right(pairs[merge]);
    }

    /** The bytes of a symbol; not to be changed. */
    byte[] bytes(int symbol) {
        return symbols[symbol];
    }
}

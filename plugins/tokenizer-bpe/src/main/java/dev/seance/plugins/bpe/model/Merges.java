// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.model;

import java.util.Arrays;

/**
 * The symbols of a vocabulary and how they are made: the first 256 are the single bytes, the others come from merging
 * two. Merges are in order: of those that fit a text, the earliest is made first. Immutable.
 *
 * <p>In a vocabulary trained here merge k makes symbol 256 + k. In others several merges may make one symbol, and a
 * symbol may be made by none.
 */
public final class Merges {

    /** How many symbols are single bytes. */
    public static final int BYTES = 256;

    private final byte[][] symbols;
    private final long[] pairs;
    private final int[] made;

    private Merges(byte[][] symbols, long[] pairs, int[] made) {
        this.symbols = symbols;
        this.pairs = pairs;
        this.made = made;
    }

    /**
     * What a file has, whose tokens are distinct because it spells them.
     *
     * @param symbols the bytes of each symbol, the single bytes first; not to be changed afterwards
     * @param pairs the pair of each merge, as {@link Pair#of}, in the order of the merges
     * @param made the symbol that each merge makes
     */
    public static Merges distinct(byte[][] symbols, long[] pairs, int[] made) {
        return new Merges(symbols, pairs, made);
    }

    /**
     * What training finds: merge k makes symbol 256 + k.
     *
     * @param byteSymbols the byte of each of the first 256 symbols
     * @param pairs the pair of merge k, as {@link Pair#of}; its symbols exist before it
     */
    public static Merges trained(int[] byteSymbols, long[] pairs) {
        byte[][] symbols = new byte[BYTES + pairs.length][];
        int[] made = new int[pairs.length];
        for (int i = 0; i < BYTES; i++) {
            symbols[i] = new byte[] {(byte) byteSymbols[i]};
        }
        for (int k = 0; k < pairs.length; k++) {
            byte[] left = symbols[Pair.left(pairs[k])];
            byte[] right = symbols[Pair.right(pairs[k])];
            byte[] joined = Arrays.copyOf(left, left.length + right.length);
            System.arraycopy(right, 0, joined, left.length, right.length);
            made[k] = BYTES + k;
            symbols[made[k]] = joined;
        }
        Merges merges = new Merges(symbols, pairs.clone(), made);
        merges.requireDistinct();
        return merges;
    }

    /** Two pairs that spell the same would be two ids of one token, and a file that cannot be read back. */
    private void requireDistinct() {
        // A set of its own: a map of boxes takes a tenth of the time of all merges.
        int[] slots = new int[Integer.highestOneBit(symbols.length) << 2];
        for (int symbol = 0; symbol < symbols.length; symbol++) {
            int slot = Arrays.hashCode(symbols[symbol]) * 0x9E3779B9 >>> 1 & slots.length - 1;
            for (; slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
                int other = slots[slot] - 1;
                if (Arrays.equals(symbols[other], symbols[symbol])) {
                    throw new IllegalStateException("symbols " + other + " and " + symbol + " are the same bytes: "
                            + ByteLevel.write(symbols[symbol]));
                }
            }
            slots[slot] = symbol + 1;
        }
    }

    /** How many symbols there are. */
    public int symbols() {
        return symbols.length;
    }

    /** How many merges there are. */
    public int size() {
        return pairs.length;
    }

    public int left(int merge) {
        return Pair.left(pairs[merge]);
    }

    public int right(int merge) {
        return Pair.right(pairs[merge]);
    }

    /** The symbol that a merge makes. */
    public int made(int merge) {
        return made[merge];
    }

    /** The bytes of a symbol; not to be changed. */
    public byte[] bytes(int symbol) {
        return symbols[symbol];
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.encoding;

import dev.seance.plugins.bpe.model.Merges;
import java.util.Arrays;

/**
 * Symbols by their bytes, for vocabularies made elsewhere that ignore the merges for a piece that is a token as a whole,
 * as Llama 3's does ({@code ignore_merges}). There, a token may be one that no merge makes. Immutable.
 */
public final class WholeTokens {

    /** What {@link #find} answers for bytes that are no token. */
    static final int NONE = -1;

    /** For vocabularies that go by their merges alone. */
    public static final WholeTokens NOWHERE = new WholeTokens();

    private final byte[][] symbols;
    /** Open addressing, at most half full. */
    private final int[] slots;

    private WholeTokens() {
        symbols = new byte[0][];
        slots = new int[] {NONE};
    }

    public WholeTokens(Merges merges) {
        symbols = new byte[merges.symbols()][];
        slots = new int[Integer.highestOneBit(merges.symbols()) * 4];
        Arrays.fill(slots, NONE);
        for (int symbol = 0; symbol < symbols.length; symbol++) {
            byte[] bytes = merges.bytes(symbol);
            symbols[symbol] = bytes;
            int slot = slot(bytes, 0, bytes.length);
            while (slots[slot] != NONE) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = symbol;
        }
    }

    /** The symbol that a piece is as a whole, or {@link #NONE}. */
    int find(byte[] text, int from, int length) {
        if (symbols.length == 0) {
            return NONE;
        }
        int slot = slot(text, from, length);
        while (slots[slot] != NONE) {
            byte[] bytes = symbols[slots[slot]];
            if (Arrays.equals(bytes, 0, bytes.length, text, from, from + length)) {
                return slots[slot];
            }
            slot = slot + 1 & slots.length - 1;
        }
        return NONE;
    }

    private int slot(byte[] text, int from, int length) {
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + text[i];
        }
        return (hash * 0x9E3779B9 >>> 8) & slots.length - 1;
    }
}

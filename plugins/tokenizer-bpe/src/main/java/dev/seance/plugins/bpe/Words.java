// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.util.Arrays;

/**
 * The distinct pieces as sequences of symbols, one after the other in one array; a word only ever gets shorter. Pieces
 * of one byte are left out: they have no pairs.
 */
final class Words {

    private int[] symbols;
    private int[] starts;
    private int[] lengths;
    private long[] counts;
    private int size;
    private int used;
    private long total;

    private Words(long expected) {
        int room = Math.toIntExact(Math.max(expected, 16));
        symbols = new int[room];
        starts = new int[room];
        lengths = new int[room];
        counts = new long[room];
    }

    /** @param symbolOf the symbol of each byte value */
    static Words of(PieceCounts pieces, int[] symbolOf) {
        Words words = new Words(pieces.distinct());
        pieces.forEach((piece, length, count) -> words.add(piece, length, count, symbolOf));
        return words;
    }

    private void add(byte[] piece, int length, long count, int[] symbolOf) {
        total += count * length;
        if (length < 2) {
            return;
        }
        if (symbols.length - used < length) {
            long needed = Math.max((long) used + length, Math.min(2L * symbols.length, Integer.MAX_VALUE - 8));
            symbols = Arrays.copyOf(symbols, Math.toIntExact(needed));
        }
        starts[size] = used;
        lengths[size] = length;
        counts[size++] = count;
        for (int i = 0; i < length; i++) {
            symbols[used++] = symbolOf[piece[i] & 0xFF];
        }
    }

    int size() {
        return size;
    }

    /** How many symbols the whole text has at present, pieces of one byte included. */
    long total() {
        return total;
    }

    /** All words' symbols; a word has its own from {@link #start}, {@link #length} of them. */
    int[] symbols() {
        return symbols;
    }

    int start(int word) {
        return starts[word];
    }

    int length(int word) {
        return lengths[word];
    }

    /** How often the piece occurs. */
    long count(int word) {
        return counts[word];
    }

    /** Notes that a word now has fewer symbols. */
    void shorten(int word, int length) {
        total -= counts[word] * (lengths[word] - length);
        lengths[word] = length;
    }
}

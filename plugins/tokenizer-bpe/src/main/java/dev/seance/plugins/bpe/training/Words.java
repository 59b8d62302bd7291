// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import dev.seance.api.run.UserError;
import dev.seance.plugins.bpe.model.Merges;
import java.util.Arrays;
import java.util.Locale;

/**
 * The distinct pieces as sequences of symbols, in one array with a cell a byte. A symbol of several bytes stands in its
 * first cell <em>and in its last</em>, so that the neighbours of a place are found without a walk from the word's
 * beginning: the one after it begins so many cells on as the symbol has bytes, and the one before it is named in the cell
 * before. What a merge costs is thus the same wherever in a word it is, and a word may have a million bytes.
 *
 * <p>Words begin at multiples of {@value #GROUP} and end with {@link #END}, so that a place's group of cells finds the
 * word's count. Words of one byte are left out: they have no pairs.
 */
final class Words {

    /** Ends a word. */
    static final int END = -1;

    /** Stands in the cell where the second symbol of a merge began. */
    private static final int GONE = -2;

    private static final int GROUP = 4;
    private static final int GROUP_BITS = 2;
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final int[] cells;
    private final long[] counts;
    private final int[] lengths;
    private int used = GROUP;

    private Words(long room, int symbols) {
        if (room > LARGEST) {
            throw new UserError(String.format(
                    Locale.ROOT,
                    "the distinct pieces of the text have %,d bytes together, more than can be held (%,d); set max-pieces"
                            + " so that the rarest are left out",
                    room,
                    LARGEST));
        }
        cells = new int[(int) room];
        counts = new long[(int) (room >>> GROUP_BITS)];
        lengths = new int[symbols];
        Arrays.fill(lengths, 0, Merges.BYTES, 1);
        Arrays.fill(cells, 0, GROUP, END);
    }

    /**
     * @param symbolOf the symbol of each byte value
     * @param symbols how many symbols there may be at most
     */
    static Words of(PieceTotals pieces, int[] symbolOf, int symbols) {
        Words words = new Words(GROUP + pieces.cells(GROUP), symbols);
        pieces.forEach((piece, length, count) -> words.add(piece, length, count, symbolOf));
        return words;
    }

    private void add(byte[] piece, int length, long count, int[] symbolOf) {
        if (length < 2) {
            return;
        }
        int next = used + (length / GROUP + 1) * GROUP;
        for (int i = 0; i < length; i++) {
            cells[used + i] = symbolOf[piece[i] & 0xFF];
        }
        for (int i = used + length; i < next; i++) {
            cells[i] = END;
        }
        Arrays.fill(counts, used >>> GROUP_BITS, next >>> GROUP_BITS, count);
        used = next;
    }

    /** One more than the last place. */
    int end() {
        return used;
    }

    /** The place of the first word's first symbol at or after a word's end, or {@link #end}. */
    int next(int end) {
        int place = end;
        while (place < used && cells[place] == END) {
            place++;
        }
        return place;
    }

    /** The symbol that begins at a place, or {@link #END}. */
    int at(int place) {
        return cells[place];
    }

    /** The symbol that ends before the one at this place, or {@link #END}. */
    int before(int place) {
        return cells[place - 1];
    }

    /** How many cells a symbol takes. */
    int length(int symbol) {
        return lengths[symbol];
    }

    /** How often the word at a place occurs in the text. */
    long count(int place) {
        return counts[place >>> GROUP_BITS];
    }

    /** Whether a pair stands at a place; false where its first symbol was merged with another since. */
    boolean isPair(int place, int left, int right) {
        return cells[place] == left && cells[place + lengths[left]] == right;
    }

    /**
     * Finds the places where a pair stands among some where it stood, and the counts of their words. Without a branch, so
     * that the processor fetches what is at many places at once: this is where merging waits for memory.
     *
     * @param found receives the places, in order; as long as there are places to look at
     * @param counts receives the counts; as long
     * @return how many were found
     */
    int find(int left, int right, int[] places, int from, int to, int[] found, long[] counts) {
        int length = lengths[left];
        int size = 0;
        for (int i = from; i < to; i++) {
            int place = places[i];
            found[size] = place;
            counts[size] = this.counts[place >>> GROUP_BITS];
            // 0 where both are what they should be.
            int difference = cells[place] - left | cells[place + length] - right;
            size += 1 - ((difference | -difference) >>> 31);
        }
        return size;
    }

    /** Says how many bytes a new symbol has. */
    void define(int symbol, int left, int right) {
        lengths[symbol] = Math.addExact(lengths[left], lengths[right]);
    }

    /** Puts a new symbol in the place of a pair. */
    void merge(int place, int left, int symbol) {
        cells[place] = symbol;
        cells[place + lengths[left]] = GONE;
        cells[place + lengths[symbol] - 1] = symbol;
    }
}

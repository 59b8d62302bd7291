// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import dev.seance.plugins.bpe.unicode.Utf8Text;
import java.util.Arrays;

/**
 * Counts pieces for one thread until there are too many different ones to be fast; then {@link PieceTotals} takes them
 * over and counting begins anew. Not thread-safe.
 *
 * <p>Pieces of up to seven bytes live in an open-addressing table of 16-byte slots (tag and count: four slots a cache
 * line), those of up to fifteen in one of 32-byte slots (tag, rest, count, unused), both at most half full; longer ones in
 * {@link LongPieces}. A slot is found from the <em>upper</em> bits of the hash, so a table is, but for collisions, in the
 * order of the hashes; that makes emptying it into a table of the same order one sweep through memory instead of a cache
 * miss a piece.
 *
 * <p>Pieces come by the hundred: first they are dealt to the tables, without a branch, then looked for. So the processor
 * guesses little and waits for many cache misses at once.
 */
final class PieceCounts {

    /** How many pieces {@link #add} takes at once. */
    static final int BATCH = 512;

    /** Where tables end to be fast, in slots: 1 MB and 2 MB. */
    private static final int LARGEST_TABLE = 1 << 16;

    private static final int SHORT_SLOT = 2;
    private static final int SLOT = 4;
    private static final long MAX_LONG_BYTES = 8 << 20;

    private final int largest;
    private final LongPieces longPieces = new LongPieces();
    private final long[] tags = new long[BATCH + 1];
    private final int[] starts = new int[BATCH + 1];
    private final int[] lengths = new int[BATCH + 1];
    private long[] shorts;
    private int shortShift;
    private int shortSize;
    private long[] table;
    private int shift;
    private int size;
    private long total;
    private long bytes;

    PieceCounts() {
        this(1 << 14, LARGEST_TABLE);
    }

    /** A table as large as a text of that many bytes will need, so that it does not have to grow. */
    static PieceCounts expecting(long bytes) {
        double distinct = 3.45 * Math.pow(bytes, 0.62);
        int slots = 1 << 14;
        while (slots < LARGEST_TABLE && slots < 2 * distinct) {
            slots *= 2;
        }
        return new PieceCounts(slots, LARGEST_TABLE);
    }

    /** For tests: tables that begin and end with that many slots, powers of two, at least four batches. */
    PieceCounts(int slots, int largest) {
        this.largest = largest;
        allocateShorts(slots);
        allocate(slots);
    }

    /** How many pieces were counted. */
    long total() {
        return total;
    }

    /** How many bytes they have. */
    long bytes() {
        return bytes;
    }

    /** Whether a {@link PieceSink} should take the pieces over; nothing may be added before. */
    boolean isFull() {
        return Math.max(shortSize, size) + BATCH > largest >> 1 || longPieces.bytes() > MAX_LONG_BYTES;
    }

    /**
     * Counts pieces that follow each other; at least {@link Utf8Text#SPARE} bytes beyond them must be readable.
     *
     * @param from where the first one begins
     * @param ends where each one ends
     * @param count how many there are, at most {@link #BATCH}
     */
    void add(byte[] text, int from, int[] ends, int count) {
        int few = deal(text, from, ends, count);
        total += count;
        bytes += ends[count - 1] - from;
        addShorts(few);
        addLonger(text, count - few);
        if (shortSize + BATCH > shorts.length / SHORT_SLOT >> 1 && shorts.length / SHORT_SLOT < largest) {
            growShorts();
        }
        if (size + BATCH > table.length / SLOT >> 1 && table.length / SLOT < largest) {
            grow();
        }
    }

    /** Divides pieces into short ones and others; returns how many are short. */
    private int deal(byte[] text, int from, int[] ends, int count) {
        int at = from;
        int few = 0;
        int many = 0;
        for (int i = 0; i < count; i++) {
            int length = ends[i] - at;
            // Both are written, and the one that does not hold is written over.
            tags[few] = PieceKey.tag(text, at, Math.min(length, PieceKey.SHORT));
            starts[many] = at;
            lengths[many] = length;
            int isShort = length - PieceKey.SHORT - 1 >>> 31;
            few += isShort;
            many += 1 - isShort;
            at += length;
        }
        return few;
    }

    private void addShorts(int count) {
        long[] there = shorts;
        for (int i = 0; i < count; i++) {
            long tag = tags[i];
            int at = (PieceKey.hash(tag) >>> shortShift) * SHORT_SLOT;
            for (long found = there[at]; found != tag; found = there[at]) {
                if (found == 0) {
                    there[at] = tag;
                    shortSize++;
                    break;
                }
                at = at + SHORT_SLOT & there.length - 1;
            }
            there[at + 1]++;
        }
    }

    private void addLonger(byte[] text, int count) {
        long[] there = table;
        for (int i = 0; i < count; i++) {
            int length = lengths[i];
            if (length > PieceKey.LONGEST) {
                longPieces.add(text, starts[i], length);
                continue;
            }
            long tag = PieceKey.tag(text, starts[i], length);
            long rest = PieceKey.rest(text, starts[i], length);
            int at = (PieceKey.hash(tag, rest) >>> shift) * SLOT;
            while (there[at] != tag || there[at + 1] != rest) {
                if (there[at] == 0) {
                    there[at] = tag;
                    there[at + 1] = rest;
                    size++;
                    break;
                }
                at = at + SLOT & there.length - 1;
            }
            there[at + 2]++;
        }
    }

    /** Gives everything away and begins anew. */
    void moveTo(PieceSink totals) {
        totals.addShort(shorts, shortSize);
        totals.add(table, size);
        totals.add(longPieces);
        totals.addText(total, bytes);
        Arrays.fill(shorts, 0);
        Arrays.fill(table, 0);
        longPieces.clear();
        shortSize = 0;
        size = 0;
        total = 0;
        bytes = 0;
    }

    private void growShorts() {
        long[] old = shorts;
        allocateShorts(old.length / SHORT_SLOT * 2);
        for (int from = 0; from < old.length; from += SHORT_SLOT) {
            if (old[from] != 0) {
                int at = (PieceKey.hash(old[from]) >>> shortShift) * SHORT_SLOT;
                while (shorts[at] != 0) {
                    at = at + SHORT_SLOT & shorts.length - 1;
                }
                shorts[at] = old[from];
                shorts[at + 1] = old[from + 1];
            }
        }
    }

    private void grow() {
        long[] old = table;
        allocate(old.length / SLOT * 2);
        for (int from = 0; from < old.length; from += SLOT) {
            if (old[from] != 0) {
                int at = (PieceKey.hash(old[from], old[from + 1]) >>> shift) * SLOT;
                while (table[at] != 0) {
                    at = at + SLOT & table.length - 1;
                }
                System.arraycopy(old, from, table, at, SLOT);
            }
        }
    }

    private void allocateShorts(int count) {
        shorts = new long[count * SHORT_SLOT];
        shortShift = 32 - Integer.numberOfTrailingZeros(count);
    }

    private void allocate(int count) {
        table = new long[count * SLOT];
        shift = 32 - Integer.numberOfTrailingZeros(count);
    }
}

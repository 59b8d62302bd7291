// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts distinct pieces. Memory grows with the distinct pieces (about 3.45 n<sup>0.62</sup> of n bytes of English),
 * not with the text. Not thread-safe: one a thread, then {@link #addAll}.
 *
 * <p>Short pieces live in one open-addressing table of 32-byte slots (key, key, count, unused: two slots a cache line),
 * at most half full; longer ones in a map.
 */
final class PieceCounts {

    /** Receives each distinct piece once. */
    interface Visitor {
        /** @param piece the bytes; valid in 0..length-1 until the call returns */
        void visit(byte[] piece, int length, long count);
    }

    private static final int SLOT = 4;
    private static final int LARGEST_TABLE = 1 << 28;

    private final Map<ByteBuffer, long[]> longPieces = new HashMap<>();
    private long[] table;
    private int mask;
    private int shortPieces;
    private long total;

    PieceCounts() {
        allocate(1 << 14);
    }

    /** How many distinct pieces there are. */
    long distinct() {
        return (long) shortPieces + longPieces.size();
    }

    /** How many pieces were counted. */
    long total() {
        return total;
    }

    /** Counts every piece of a text. */
    void addText(Utf8Text text, PieceScanner scanner) {
        byte[] bytes = text.bytes();
        int end = text.length();
        for (int from = 0; from < end; ) {
            int next = scanner.next(bytes, from, end);
            add(bytes, from, next - from, 1);
            from = next;
        }
    }

    /** Counts a piece; at least {@link Utf8Text#SPARE} bytes beyond it must be readable. */
    void add(byte[] text, int from, int length, long count) {
        total += count;
        if (length <= PieceKey.LONGEST) {
            add(PieceKey.low(text, from, length), PieceKey.high(text, from, length), count);
        } else {
            ByteBuffer piece = ByteBuffer.wrap(Arrays.copyOfRange(text, from, from + length));
            longPieces.computeIfAbsent(piece, key -> new long[1])[0] += count;
        }
    }

    /** Adds what another table counted. */
    void addAll(PieceCounts other) {
        total += other.total;
        for (int slot = 0; slot < other.table.length; slot += SLOT) {
            if (other.table[slot + 1] != 0) {
                add(other.table[slot], other.table[slot + 1], other.table[slot + 2]);
            }
        }
        other.longPieces.forEach(
                (piece, count) -> longPieces.computeIfAbsent(piece, key -> new long[1])[0] += count[0]);
    }

    /** Shows every distinct piece, in no particular order. */
    void forEach(Visitor visitor) {
        byte[] piece = new byte[PieceKey.LONGEST];
        for (int slot = 0; slot < table.length; slot += SLOT) {
            long high = table[slot + 1];
            if (high != 0) {
                int length = PieceKey.length(high);
                for (int i = 0; i < length; i++) {
                    piece[i] = PieceKey.byteAt(table[slot], high, i);
                }
                visitor.visit(piece, length, table[slot + 2]);
            }
        }
        longPieces.forEach((bytes, count) -> visitor.visit(bytes.array(), bytes.capacity(), count[0]));
    }

    private void add(long low, long high, long count) {
        int slot = find(low, high);
        if (table[slot + 1] == 0) {
            table[slot] = low;
            table[slot + 1] = high;
            shortPieces++;
        }
        table[slot + 2] += count;
        if (shortPieces > mask >> 1) {
            grow();
        }
    }

    private int find(long low, long high) {
        int slot = PieceKey.hash(low, high) & mask;
        while (true) {
            int at = slot * SLOT;
            long there = table[at + 1];
            if (there == 0 || (there == high && table[at] == low)) {
                return at;
            }
            slot = slot + 1 & mask;
        }
    }

    private void grow() {
        long[] old = table;
        if (mask + 1 == LARGEST_TABLE) {
            throw new IllegalStateException("more than " + LARGEST_TABLE / 2 + " distinct pieces");
        }
        allocate(mask + 1 << 1);
        for (int slot = 0; slot < old.length; slot += SLOT) {
            if (old[slot + 1] != 0) {
                System.arraycopy(old, slot, table, find(old[slot], old[slot + 1]), SLOT);
            }
        }
    }

    private void allocate(int slots) {
        table = new long[slots * SLOT];
        mask = slots - 1;
    }
}

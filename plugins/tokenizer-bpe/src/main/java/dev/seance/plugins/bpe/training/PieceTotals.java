// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import dev.seance.plugins.bpe.unicode.Utf8Text;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;

/**
 * All distinct pieces of a text with their counts: what the threads' {@link PieceCounts} empty themselves into. Memory
 * grows with the distinct pieces (about 3.45 n<sup>0.62</sup> of n bytes of English), not with the text.
 *
 * <p>The short pieces are divided by the upper bits of their hashes into ranges with a lock and a table of 24-byte slots
 * each. A range grows by itself and in the order of the hashes, so there is never a second copy of everything. Which
 * thread counted what, and when, leaves no trace in the sums.
 *
 * <p>Safe for use by several threads while pieces are added; then for reading by one.
 */
public final class PieceTotals implements PieceSink {

    /** Receives each distinct piece once. */
    interface Visitor {
        /** @param piece the bytes; valid in 0..length-1 until the call returns */
        void visit(byte[] piece, int length, long count);
    }

    /**
     * What is not among the pieces, though it was in the text.
     *
     * @param minCount how often a piece had to occur to stay; 1 when every piece stayed
     * @param pieces how often the others occurred
     * @param bytes how many bytes of the text that was
     */
    public record LeftOut(long minCount, long pieces, long bytes) {

        static final LeftOut NOTHING = new LeftOut(1, 0, 0);
    }

    private static final int RANGE_BITS = 6;
    private static final int SLOT = 3;

    private final Range[] ranges = new Range[1 << RANGE_BITS];
    private final long max;
    private final IntPredicate admitted;
    private final Object longPiecesLock = new Object();
    private final LongAdder total = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private LongPieces longPieces = new LongPieces();
    private LeftOut leftOut = LeftOut.NOTHING;

    PieceTotals() {
        this(Long.MAX_VALUE, hash -> true);
    }

    /**
     * @param max how many distinct pieces there may be
     * @param admitted whether pieces of a hash are kept at all
     */
    PieceTotals(long max, IntPredicate admitted) {
        this.max = max;
        this.admitted = admitted;
        for (int i = 0; i < ranges.length; i++) {
            ranges[i] = new Range();
        }
    }

    /** How many distinct pieces there are. */
    public long distinct() {
        long distinct = longPieces.size();
        for (Range range : ranges) {
            distinct += range.size;
        }
        return distinct;
    }

    @Override
    public boolean isOver() {
        return distinct() > max;
    }

    /** What was left out for want of room; not part of {@link #total} and {@link #bytes}. */
    public LeftOut leftOut() {
        return leftOut;
    }

    /** Notes what was left out when the pieces were first counted. */
    public void leftOut(LeftOut before) {
        leftOut = before;
    }

    /**
     * Leaves out the rarest pieces: all that occur less often than some number, the least with which no more than {@code
     * pieces} stay.
     *
     * @param bound how often every piece that is not here occurs at most, plus one
     */
    void keepMostFrequent(long pieces, long bound) {
        long min = bound;
        while (countAtLeast(min) > pieces) {
            min++;
        }
        for (Range range : ranges) {
            range.keep(min);
        }
        longPieces = longPieces.atLeast(min);
        long[] kept = new long[2];
        forEach((piece, length, count) -> {
            kept[0] += count;
            kept[1] += count * length;
        });
        leftOut = new LeftOut(min, total() - kept[0], bytes() - kept[1]);
        addText(-leftOut.pieces(), -leftOut.bytes());
    }

    private long countAtLeast(long min) {
        long[] found = new long[1];
        forEach((piece, length, count) -> found[0] += count >= min ? 1 : 0);
        return found[0];
    }

    /** How many pieces were counted. */
    public long total() {
        return total.sum();
    }

    /** How many bytes they have. */
    public long bytes() {
        return bytes.sum();
    }

    @Override
    public void addText(long pieces, long length) {
        total.add(pieces);
        bytes.add(length);
    }

    @Override
    public void addShort(long[] table, int size) {
        add(table, 2, size);
    }

    @Override
    public void add(long[] table, int size) {
        add(table, 4, size);
    }

    private void add(long[] table, int slot, int size) {
        // A table filled in order would be crowded in front of the sweep, so the room is there beforehand.
        int expected = (size >>> RANGE_BITS) + (size >>> RANGE_BITS + 3) + 16;
        int at = 0;
        while (at < table.length) {
            if (table[at] == 0) {
                at += slot;
                continue;
            }
            int number = PieceKey.hash(table[at], slot == 2 ? 0 : table[at + 1]) >>> 32 - RANGE_BITS;
            Range range = ranges[number];
            synchronized (range) {
                range.makeRoom(expected);
                for (; at < table.length; at += slot) {
                    long tag = table[at];
                    if (tag != 0) {
                        long rest = slot == 2 ? 0 : table[at + 1];
                        int hash = PieceKey.hash(tag, rest);
                        if (hash >>> 32 - RANGE_BITS != number) {
                            break;
                        }
                        if (admitted.test(hash)) {
                            range.add(tag, rest, hash, table[at + slot / 2]);
                        }
                    }
                }
            }
        }
    }

    @Override
    public void add(LongPieces others) {
        synchronized (longPiecesLock) {
            for (int i = 0; i < others.size(); i++) {
                if (admitted.test(others.hash(i))) {
                    longPieces.add(others, i);
                }
            }
        }
    }

    /** Makes room for so many distinct pieces before they are added one by one. */
    void reserve(long distinct) {
        long share = distinct >>> RANGE_BITS;
        for (Range range : ranges) {
            range.makeRoom(share + share / 8 + 16);
        }
    }

    /** Adds a piece; at least {@link Utf8Text#SPARE} bytes beyond it must be readable. For one thread. */
    void add(byte[] text, int from, int length, long count) {
        if (length > PieceKey.LONGEST) {
            byte[] piece = Arrays.copyOfRange(text, from, from + length);
            longPieces.add(piece, LongPieces.hash(piece, 0, length), count);
            return;
        }
        long tag = PieceKey.tag(text, from, length);
        long rest = PieceKey.rest(text, from, length);
        int hash = PieceKey.hash(tag, rest);
        ranges[hash >>> 32 - RANGE_BITS].add(tag, rest, hash, count);
    }

    /** How many cells all pieces of two bytes or more take when each takes a multiple of {@code group} and one to spare. */
    long cells(int group) {
        long groups = 0;
        for (Range range : ranges) {
            for (int at = 0; at < range.table.length; at += SLOT) {
                int length = PieceKey.length(range.table[at]);
                groups += length < 2 ? 0 : length / group + 1;
            }
        }
        for (int i = 0; i < longPieces.size(); i++) {
            groups += longPieces.piece(i).length / group + 1;
        }
        return groups * group;
    }

    /** Shows every distinct piece, in no particular order. */
    void forEach(Visitor visitor) {
        byte[] piece = new byte[PieceKey.LONGEST];
        for (Range range : ranges) {
            for (int at = 0; at < range.table.length; at += SLOT) {
                long tag = range.table[at];
                if (tag != 0) {
                    PieceKey.write(tag, range.table[at + 1], piece);
                    visitor.visit(piece, PieceKey.length(tag), range.table[at + 2]);
                }
            }
        }
        for (int i = 0; i < longPieces.size(); i++) {
            visitor.visit(longPieces.piece(i), longPieces.piece(i).length, longPieces.count(i));
        }
    }

    /** The pieces whose hashes begin with the same bits; at most three quarters full. */
    private static final class Range {

        private long[] table = new long[256 * SLOT];
        /** Read by any thread, to see how many there are about. */
        private volatile int size;

        /** Adds to a piece's count. */
        void add(long tag, long rest, int hash, long count) {
            int at = find(tag, rest, hash);
            if (table[at] == 0) {
                table[at] = tag;
                table[at + 1] = rest;
                size++;
            }
            table[at + 2] += count;
            if (size >= table.length / SLOT / 4 * 3) {
                makeRoom(1);
            }
        }

        void makeRoom(long more) {
            long needed = (size + more) * 4 / 3 + 1;
            if (needed > table.length / SLOT) {
                resize(Math.max(needed, table.length / SLOT * 3L / 2));
            }
        }

        /** Forgets the pieces that occur less often. */
        void keep(long min) {
            long[] old = table;
            table = new long[old.length];
            size = 0;
            for (int from = 0; from < old.length; from += SLOT) {
                if (old[from] != 0 && old[from + 2] >= min) {
                    int hash = PieceKey.hash(old[from], old[from + 1]);
                    System.arraycopy(old, from, table, find(old[from], old[from + 1], hash), SLOT);
                    size++;
                }
            }
        }

        private void resize(long slots) {
            long[] old = table;
            table = new long[Math.toIntExact(slots * SLOT)];
            for (int from = 0; from < old.length; from += SLOT) {
                if (old[from] != 0) {
                    int at = find(old[from], old[from + 1], PieceKey.hash(old[from], old[from + 1]));
                    System.arraycopy(old, from, table, at, SLOT);
                }
            }
        }

        /** Where the piece is, or the empty slot where it belongs. */
        private int find(long tag, long rest, int hash) {
            long fraction = hash << RANGE_BITS & 0xFFFFFFFFL;
            int at = (int) (fraction * (table.length / SLOT) >>> 32) * SLOT;
            while (table[at] != 0 && (table[at] != tag || table[at + 1] != rest)) {
                at += SLOT;
                if (at == table.length) {
                    at = 0;
                }
            }
            return at;
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Counts distinct pieces that are too long for a {@link PieceKey}: an index by open addressing, at most half full, into
 * arrays. A look-up allocates nothing. Not thread-safe.
 */
final class LongPieces {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int NONE = 0;

    /** One more than the piece's number. */
    private int[] index = new int[1 << 8];

    private byte[][] pieces = new byte[1 << 7][];
    private int[] hashes = new int[1 << 7];
    private long[] counts = new long[1 << 7];
    private int size;
    private long bytes;

    int size() {
        return size;
    }

    /** How many bytes the distinct pieces have together. */
    long bytes() {
        return bytes;
    }

    byte[] piece(int number) {
        return pieces[number];
    }

    int hash(int number) {
        return hashes[number];
    }

    long count(int number) {
        return counts[number];
    }

    /** Forgets everything. */
    void clear() {
        Arrays.fill(index, NONE);
        Arrays.fill(pieces, 0, size, null);
        size = 0;
        bytes = 0;
    }

    /** Those that occur at least so often. */
    LongPieces atLeast(long min) {
        LongPieces kept = new LongPieces();
        for (int number = 0; number < size; number++) {
            if (counts[number] >= min) {
                kept.add(this, number);
            }
        }
        return kept;
    }

    /** Counts a piece; at least seven bytes beyond it must be readable. */
    void add(byte[] text, int from, int length) {
        int hash = hash(text, from, length);
        int slot = hash & index.length - 1;
        for (; index[slot] != NONE; slot = slot + 1 & index.length - 1) {
            int number = index[slot] - 1;
            byte[] piece = pieces[number];
            if (hashes[number] == hash && Arrays.equals(piece, 0, piece.length, text, from, from + length)) {
                counts[number]++;
                return;
            }
        }
        insert(slot, Arrays.copyOfRange(text, from, from + length), hash, 1);
    }

    /** Adds what another table counted of one of its pieces. */
    void add(LongPieces other, int theirs) {
        add(other.pieces[theirs], other.hashes[theirs], other.counts[theirs]);
    }

    /** Adds a whole piece whose hash is known; the array is kept. */
    void add(byte[] whole, int hash, long count) {
        int slot = hash & index.length - 1;
        for (; index[slot] != NONE; slot = slot + 1 & index.length - 1) {
            int number = index[slot] - 1;
            if (hashes[number] == hash && Arrays.equals(pieces[number], whole)) {
                counts[number] += count;
                return;
            }
        }
        insert(slot, whole, hash, count);
    }

    private void insert(int slot, byte[] piece, int hash, long count) {
        if (size == pieces.length) {
            int room = Math.multiplyExact(size, 2);
            pieces = Arrays.copyOf(pieces, room);
            hashes = Arrays.copyOf(hashes, room);
            counts = Arrays.copyOf(counts, room);
        }
        pieces[size] = piece;
        hashes[size] = hash;
        counts[size] = count;
        index[slot] = ++size;
        bytes += piece.length;
        if (size > index.length >> 1) {
            grow();
        }
    }

    private void grow() {
        index = new int[Math.multiplyExact(index.length, 2)];
        for (int number = 0; number < size; number++) {
            int slot = hashes[number] & index.length - 1;
            while (index[slot] != NONE) {
                slot = slot + 1 & index.length - 1;
            }
            index[slot] = number + 1;
        }
    }

    /** Reads eight bytes at once; the last of them are masked. */
    static int hash(byte[] text, int from, int length) {
        long mixed = length;
        int end = from + length;
        int at = from;
        for (; at + 8 <= end; at += 8) {
            mixed = mix(mixed ^ (long) LONGS.get(text, at));
        }
        long rest = 0;
        for (int shift = 0; at < end; at++, shift += 8) {
            rest |= (text[at] & 0xFFL) << shift;
        }
        mixed = mix(mixed ^ rest);
        return (int) (mixed >>> 32);
    }

    private static long mix(long value) {
        long mixed = value * 0x9E3779B97F4A7C15L;
        return (mixed ^ mixed >>> 29) * 0xD6E8FEB86659FD93L;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.zstandard;

import java.io.IOException;

/**
 * The sequences of a block (RFC 8878, 3.1.1.3.2): how many literals, then how many bytes from how far back. Keeps what the
 * next block of the frame may use again: three tables and three distances.
 */
final class Sequences {

    private static final short[] LITERAL_LENGTHS = {
        4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1
    };
    private static final short[] MATCH_LENGTHS = {
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
    };
    private static final short[] OFFSETS = {
        1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
    };

    /** The extra bits of each code; the first number of a code follows from those before it. */
    private static final int[] LITERAL_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16
    };

    private static final int[] MATCH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2,
        2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    };
    private static final int[] LITERAL_BASES = bases(LITERAL_BITS, 0);
    private static final int[] MATCH_BASES = bases(MATCH_BITS, 3);
    private static final int MOST_OFFSET_CODE = 31;

    private FseTable literalLengths;
    private FseTable offsets;
    private FseTable matchLengths;
    private final long[] distances = {1, 4, 8};
    private int at;

    private static int[] bases(int[] bits, int first) {
        int[] bases = new int[bits.length];
        int base = first;
        for (int code = 0; code < bits.length; code++) {
            bases[code] = base;
            base += 1 << bits[code];
        }
        return bases;
    }

    /** Carries out the sequences of a block from {@code start} to {@code end}. */
    void run(byte[] block, int start, int end, Literals literals, Window window) throws IOException {
        at = start;
        int count = next(block, end);
        if (count >= 128) {
            int more = next(block, end);
            count = count < 255 ? (count - 128 << 8) + more : more + (next(block, end) << 8) + 0x7F00;
        }
        int literal = 0;
        if (count > 0) {
            readTables(block, end);
            literal = run(new BackwardBits(block, at, end - at), count, literals, window);
        } else {
            check(at == end);
        }
        window.append(literals.bytes(), literal, literals.length() - literal);
    }

    private void readTables(byte[] block, int end) throws IOException {
        int modes = next(block, end);
        check((modes & 3) == 0);
        literalLengths = table(modes >> 6 & 3, block, end, literalLengths, 6, LITERAL_LENGTHS, 9, LITERAL_BITS.length);
        offsets = table(modes >> 4 & 3, block, end, offsets, 5, OFFSETS, 8, MOST_OFFSET_CODE + 1);
        matchLengths = table(modes >> 2 & 3, block, end, matchLengths, 6, MATCH_LENGTHS, 9, MATCH_BITS.length);
    }

    private FseTable table(
            int mode,
            byte[] block,
            int end,
            FseTable previous,
            int accuracy,
            short[] usual,
            int mostAccuracy,
            int symbols)
            throws IOException {
        switch (mode) {
            case 0:
                return FseTable.of(accuracy, usual);
            case 1:
                int symbol = next(block, end);
                check(symbol < symbols);
                return FseTable.of(symbol);
            case 2:
                FseDescription.Read read = FseDescription.read(block, at, end, mostAccuracy, symbols);
                at = read.end();
                return read.table();
            default:
                check(previous != null);
                return previous;
        }
    }

    /** Returns how many literals were taken. */
    private int run(BackwardBits in, int count, Literals literals, Window window) throws IOException {
        int literal = 0;
        int literalState = literalLengths.first(in);
        int offsetState = offsets.first(in);
        int matchState = matchLengths.first(in);
        for (int i = 0; i < count; i++) {
            int offsetCode = offsets.symbol(offsetState);
            int matchCode = matchLengths.symbol(matchState);
            int literalCode = literalLengths.symbol(literalState);
            long offset = (1L << offsetCode) + in.read(offsetCode);
            int match = MATCH_BASES[matchCode] + (int) in.read(MATCH_BITS[matchCode]);
            int length = LITERAL_BASES[literalCode] + (int) in.read(LITERAL_BITS[literalCode]);
            check(in.left() >= 0 && literal + length <= literals.length());
            window.append(literals.bytes(), literal, length);
            literal += length;
            window.repeat(distance(offset, length == 0), match);
            if (i + 1 < count) {
                literalState = literalLengths.next(literalState, in);
                matchState = matchLengths.next(matchState, in);
                offsetState = offsets.next(offsetState, in);
            }
        }
        check(in.left() == 0);
        return literal;
    }

    /** The distance that an offset stands for: one of the last three, or a new one, which joins them. */
    private long distance(long offset, boolean withoutLiterals) throws IOException {
        if (offset > 3) {
            return first(2, offset - 3);
        }
        int which = (int) offset - (withoutLiterals ? 0 : 1);
        if (which == 3) {
            check(distances[0] > 1);
            return first(2, distances[0] - 1);
        }
        return first(which, distances[which]);
    }

    /** Puts a distance first, in place of the one at {@code from}. */
    private long first(int from, long distance) {
        System.arraycopy(distances, 0, distances, 1, from);
        distances[0] = distance;
        return distance;
    }

    private int next(byte[] block, int end) throws IOException {
        check(at < end);
        return block[at++] & 0xFF;
    }

    private static void check(boolean sound) throws IOException {
        if (!sound) {
            throw new IOException("damaged Zstandard data: a block's sequences");
        }
    }
}

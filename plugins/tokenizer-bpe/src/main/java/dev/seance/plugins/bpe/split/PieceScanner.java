// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import dev.seance.plugins.bpe.unicode.Utf8Text;

/**
 * Cuts text into pieces. Merges never cross a piece's edge, so a piece is the unit of counting and of encoding.
 *
 * <p>Implementations are immutable and safe for use by several threads.
 */
public interface PieceScanner {

    /**
     * Finds the end of the piece that begins at {@code from}.
     *
     * @param text well-formed UTF-8, with {@link Utf8Text#SPARE} bytes of anything to read beyond {@code end}
     * @param from where the piece before ended, less than {@code end}
     * @param end where the whole text ends; the pattern may look that far
     * @return the end of the piece, more than {@code from} and at most {@code end}
     */
    int next(byte[] text, int from, int end);

    /**
     * Finds the ends of pieces from {@code from} on, until the text or the room for them ends. The same pieces as {@link
     * #next}, call by call, only faster.
     *
     * @param ends receives the end of each piece, in order
     * @return how many were found; the last one of them is where the next call goes on
     */
    default int scan(byte[] text, int from, int end, int[] ends) {
        int count = 0;
        for (int at = from; at < end && count < ends.length; ) {
            at = next(text, at, end);
            ends[count++] = at;
        }
        return count;
    }

    /**
     * Finds a place to cut a long text: the pieces of both sides are together those of the whole, whatever comes before
     * and after.
     *
     * @return the last such place after {@code from} and before {@code to}, or -1 when there is none, or when the pattern
     *     cannot say
     */
    default int lastCut(byte[] text, int from, int to) {
        return -1;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

/**
 * Cuts text into pieces. Merges never cross a piece's edge, so a piece is the unit of counting and of encoding.
 *
 * <p>Implementations are immutable and safe for use by several threads.
 */
interface PieceScanner {

    /**
     * Finds the end of the piece that begins at {@code from}.
     *
     * @param text well-formed UTF-8
     * @param from where the piece before ended, less than {@code end}
     * @param end where the whole text ends; the pattern may look that far
     * @return the end of the piece, more than {@code from} and at most {@code end}
     */
    int next(byte[] text, int from, int end);
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

/** Takes over what the threads' {@link PieceCounts} counted. Safe for use by several threads. */
interface PieceSink {

    /**
     * Adds pieces of up to seven bytes from a table that is in the order of the hashes, but for collisions.
     *
     * @param table tag and count by turns; empty where the tag is 0
     * @param size how many pieces there are
     */
    void addShort(long[] table, int size);

    /**
     * Adds pieces of up to fifteen bytes from a table that is in the order of the hashes, but for collisions.
     *
     * @param table tag, rest, count and something else by turns; empty where the tag is 0
     * @param size how many pieces there are
     */
    void add(long[] table, int size);

    /** Adds longer pieces. */
    void add(LongPieces pieces);

    /** Adds how much was counted. */
    void addText(long pieces, long bytes);

    /** Whether there is no room for more, so that reading on is of no use. */
    boolean isOver();
}

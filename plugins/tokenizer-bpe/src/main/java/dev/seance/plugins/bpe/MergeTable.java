// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

/** The merges, ready for encoding: which symbol a byte is, and which symbol two symbols make. Immutable once built. */
final class MergeTable {

    private final int[] symbolOf = new int[Merges.BYTES];
    private final PairTable made;

    MergeTable(Merges merges) {
        for (int symbol = 0; symbol < Merges.BYTES; symbol++) {
            symbolOf[merges.bytes(symbol)[0] & 0xFF] = symbol;
        }
        made = new PairTable(merges.size());
        for (int k = 0; k < merges.size(); k++) {
            made.put(PairTable.pair(merges.left(k), merges.right(k)), merges.made(k));
        }
    }

    /** The symbol of a single byte. */
    int symbolOf(byte value) {
        return symbolOf[value & 0xFF];
    }

    /** What two symbols make, or {@link PairTable#NONE}. The lower, the earlier the merge. */
    int get(int left, int right) {
        return made.get(left, right);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import dev.seance.plugins.bpe.unicode.CharacterClasses;

/**
 * Finds pieces 64 bytes at a time: {@link BlockMasks} says what the bytes are, a subclass says in which of them pieces
 * begin, by the pattern's algebra over the masks, and this class turns the bits into places.
 *
 * <p>None of our patterns looks behind: what is matched from a piece's beginning on does not depend on what was before
 * it. So each block begins where a piece does, the last one found, and nothing is carried from block to block. A piece
 * that is longer than a block, or begins with what the masks cannot express, is left to the pattern's scalar rule, which
 * also reads the end of the text: it is the truth that this class is tested against.
 */
abstract class BlockScanner implements PieceScanner {

    private final PieceScanner rule;
    private final CharacterClasses classes;

    /** @param rule finds the same pieces one by one */
    BlockScanner(PieceScanner rule, CharacterClasses classes) {
        this.rule = rule;
        this.classes = classes;
    }

    /**
     * Where pieces begin in a block that begins with one. Bits from {@link BlockMasks#end()} on, or from a place from
     * which on the pattern needs to see more, must be 0; bit 0 may be anything.
     */
    abstract long beginnings(BlockMasks block, byte[] text, int base, int end);

    @Override
    public final int next(byte[] text, int from, int end) {
        return rule.next(text, from, end);
    }

    @Override
    public final int lastCut(byte[] text, int from, int to) {
        return rule.lastCut(text, from, to);
    }

    @Override
    public final int scan(byte[] text, int from, int end, int[] ends) {
        int count = 0;
        int at = from;
        if (end - at >= BlockMasks.SIZE) {
            BlockMasks block = new BlockMasks(classes);
            while (end - at >= BlockMasks.SIZE && ends.length - count >= BlockMasks.SIZE) {
                block.load(text, at);
                long found = beginnings(block, text, at, end) & ~1L;
                if (found == 0) {
                    at = rule.next(text, at, end);
                    ends[count++] = at;
                } else {
                    put(ends, count, at, found);
                    count += Long.bitCount(found);
                    at += 63 - Long.numberOfLeadingZeros(found);
                }
            }
        }
        // Only the end of the text is left to the rule, not the end of the room: one piece in ten would take the slow
        // way.
        if (end - at < BlockMasks.SIZE || count == 0) {
            while (at < end && count < ends.length) {
                at = rule.next(text, at, end);
                ends[count++] = at;
            }
        }
        return count;
    }

    /**
     * Writes the places of set bits, in eights: more are written than there are, and overwritten by the next block's,
     * because a loop of that many turns is foreseen less often than it costs to write a few in vain.
     */
    private static void put(int[] ends, int from, int base, long bits) {
        int count = from;
        for (long left = bits; left != 0; count += 8) {
            ends[count] = base + Long.numberOfTrailingZeros(left);
            left &= left - 1;
            ends[count + 1] = base + Long.numberOfTrailingZeros(left);
            left &= left - 1;
            ends[count + 2] = base + Long.numberOfTrailingZeros(left);
            left &= left - 1;
            ends[count + 3] = base + Long.numberOfTrailingZeros(left);
            left &= left - 1;
            ends[count + 4] = base + Long.numberOfTrailingZeros(left);
            left &= left - 1;
            ends[count + 5] = base + Long.numberOfTrailingZeros(left);
            left &= left - 1;
            ends[count + 6] = base + Long.numberOfTrailingZeros(left);
            left &= left - 1;
            ends[count + 7] = base + Long.numberOfTrailingZeros(left);
            left &= left - 1;
        }
    }
}

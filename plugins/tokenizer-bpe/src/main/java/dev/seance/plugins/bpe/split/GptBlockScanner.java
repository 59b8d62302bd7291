// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import dev.seance.plugins.bpe.unicode.CharacterClasses;

/**
 * The pieces of {@link GptScanner}, found in blocks.
 *
 * <p>Read the pattern as rules for where a piece begins:
 *
 * <ul>
 *   <li>A letter begins one after a letter-less character that does not take it along. It is taken along by white space
 *       that is no line break (the last of its run is a beginning by itself, see below), and by an other character that
 *       begins a piece and is alone.
 *   <li>A number begins one after anything else, and after {@code digits} numbers.
 *   <li>An other character begins one after anything else but a space, U+0020, which takes it along.
 *   <li>Line breaks right after other characters belong to those. What white space remains: its run's first character
 *       begins one; so does the first after the last line break; so does the last before something else, unless it is a
 *       line break.
 *   <li>An apostrophe that begins a piece and makes a contraction gives up the letters after the contraction.
 * </ul>
 *
 * The run's <em>last</em> line break may be far away; where one is in doubt, the block counts as known up to the white
 * space after the first one. So nothing is ever said about white space that reaches the end of the text.
 */
final class GptBlockScanner extends BlockScanner {

    private final int digits;

    /** @param digits and the rest as in {@link GptScanner} */
    GptBlockScanner(CharacterClasses classes, int digits, boolean wholeEnd) {
        super(new GptScanner(classes, digits, wholeEnd), classes);
        this.digits = digits;
    }

    @Override
    long beginnings(BlockMasks block, byte[] text, int base, int end) {
        long letters = block.letters();
        long numbers = block.numbers();
        long newlines = block.newlines();
        long blanks = block.blanks();
        long white = blanks | newlines;
        long others = ~(letters | numbers | white);

        long first = others & ~((others | block.spaces()) << 1);
        long alone = block.whole(first);
        // Adding the runs' first bits to the runs clears those runs.
        long attached = newlines & ~(newlines + (newlines & others << 1));
        long loose = white & ~attached;
        long afterBreak = blanks & newlines << 1;
        long found = letters & ~((letters | blanks | alone) << 1)
                | first
                | loose & ~(loose << 1)
                | afterBreak
                | blanks & ~white >>> 1;
        if (numbers != 0) {
            found |= numbers(numbers);
        }
        if (block.apostrophes()) {
            found |= contracted(first & letters >>> 1, letters, text, base, end);
        }
        return found & known(afterBreak & ~(attached << 1), blanks, newlines, block.end());
    }

    /** Where runs of numbers are cut. */
    private long numbers(long numbers) {
        long found = numbers & ~(numbers << 1);
        long late = numbers;
        for (int i = 1; i <= digits; i++) {
            late &= numbers << i;
        }
        while (late != 0) {
            long cut = Long.lowestOneBit(late);
            found |= cut;
            late &= ~((cut << digits) - cut);
        }
        return found;
    }

    /**
     * The letters right after contractions.
     *
     * @param candidates characters that begin a piece and have letters after them
     */
    private static long contracted(long candidates, long letters, byte[] text, int base, int end) {
        long found = 0;
        for (long left = candidates; left != 0; left &= left - 1) {
            int at = base + Long.numberOfTrailingZeros(left);
            if (text[at] == '\'') {
                int length = GptScanner.contraction(text, at + 1, end) - base;
                if (length > 0 && length < BlockMasks.SIZE) {
                    found |= letters & 1L << length;
                }
            }
        }
        return found;
    }

    /**
     * The bits before the block's end, and before white space between line breaks of one run.
     *
     * @param seeds first white space after a line break that is not attached
     */
    private static long known(long seeds, long blanks, long newlines, long end) {
        long known = end - 1;
        if ((seeds & known) != 0) {
            long runs = blanks & known;
            long after = (seeds & known) + runs & ~runs;
            long between = after & (newlines | ~known);
            if (between != 0) {
                known = Long.highestOneBit(seeds & Long.lowestOneBit(between) - 1) - 1;
            }
        }
        return known;
    }
}

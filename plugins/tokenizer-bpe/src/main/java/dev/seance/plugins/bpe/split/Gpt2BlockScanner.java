// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import dev.seance.plugins.bpe.unicode.CharacterClasses;

/**
 * The pieces of {@link Gpt2Scanner}, found in blocks. A piece begins where letters, numbers, others or white space begin,
 * unless a space takes them along; at the last white space before something else; and after a contraction.
 */
final class Gpt2BlockScanner extends BlockScanner {

    Gpt2BlockScanner(CharacterClasses classes) {
        super(new Gpt2Scanner(classes), classes);
    }

    @Override
    long beginnings(BlockMasks block, byte[] text, int base, int end) {
        long letters = block.letters();
        long numbers = block.numbers();
        long white = block.blanks() | block.newlines();
        long others = ~(letters | numbers | white);
        long taken = block.spaces() << 1;

        long first = others & ~(others << 1 | taken);
        long found = letters & ~(letters << 1 | taken)
                | numbers & ~(numbers << 1 | taken)
                | first
                | white & ~(white << 1)
                | white & ~white >>> 1;
        if (block.apostrophes()) {
            for (long left = first & letters >>> 1; left != 0; left &= left - 1) {
                int apostrophe = Long.numberOfTrailingZeros(left);
                int length = text[base + apostrophe] == '\''
                        ? Gpt2Scanner.contraction(text, base + apostrophe + 1, end) - base
                        : -1;
                if (length > 0) {
                    found &= ~(2L << apostrophe);
                    found |= length < BlockMasks.SIZE ? letters & 1L << length : 0;
                }
            }
        }
        return found & block.end() - 1;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import dev.seance.plugins.bpe.unicode.CharacterClasses;

/**
 * The pieces of {@link WhitespaceScanner}, found in blocks. A piece begins where white space or anything else begins,
 * unless a space takes it along, and at the last white space before something else.
 */
final class WhitespaceBlockScanner extends BlockScanner {

    WhitespaceBlockScanner(CharacterClasses classes) {
        super(new WhitespaceScanner(classes), classes);
    }

    @Override
    long beginnings(BlockMasks block, byte[] text, int base, int end) {
        long white = block.blanks() | block.newlines();
        long found = ~white & (white & ~block.spaces()) << 1 | white & ~(white << 1) | white & ~white >>> 1;
        return found & block.end() - 1;
    }
}

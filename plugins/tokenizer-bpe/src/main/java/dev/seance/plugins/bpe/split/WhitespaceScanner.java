// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import dev.seance.plugins.bpe.unicode.CharacterClasses;
import dev.seance.plugins.bpe.unicode.Utf8Text;

/** Words as white space parts them, by hand: what is no white space, with at most one space before it. */
final class WhitespaceScanner extends ScalarScanner {

    WhitespaceScanner(CharacterClasses classes) {
        super(classes);
    }

    @Override
    public int next(byte[] text, int from, int end) {
        int at = text[from] == ' ' && from + 1 < end ? from + 1 : from;
        if (whiteAt(text, at)) {
            return white(text, from, end);
        }
        while (at < end && !whiteAt(text, at)) {
            at += Utf8Text.width(text[at]);
        }
        return at;
    }
}

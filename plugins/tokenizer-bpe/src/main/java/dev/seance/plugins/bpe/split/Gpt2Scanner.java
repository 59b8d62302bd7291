// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import dev.seance.plugins.bpe.unicode.CharacterClasses;

/**
 * The split pattern of GPT-2, by hand: a contraction in small letters; a run of letters, of numbers, or of anything else,
 * with at most one space before it; white space without its last character, or all of it.
 */
final class Gpt2Scanner extends ScalarScanner {

    Gpt2Scanner(CharacterClasses classes) {
        super(classes);
    }

    @Override
    public int next(byte[] text, int from, int end) {
        byte first = text[from];
        if (first == '\'') {
            int contraction = contraction(text, from + 1, end);
            if (contraction > 0) {
                return contraction;
            }
        }
        int at = first == ' ' && from + 1 < end ? from + 1 : from;
        byte kind = classAt(text, at);
        return switch (kind) {
            case CharacterClasses.LETTER -> letters(text, at, end);
            case CharacterClasses.NUMBER, CharacterClasses.OTHER -> run(kind, text, at, end, Integer.MAX_VALUE);
            default -> white(text, from, end);
        };
    }

    /** The end of the contraction whose apostrophe ends at {@code at}, or -1 when there is none. */
    static int contraction(byte[] text, int at, int end) {
        if (at >= end) {
            return -1;
        }
        byte first = text[at];
        if (first == 's' || first == 't' || first == 'm' || first == 'd') {
            return at + 1;
        }
        if (at + 1 < end) {
            byte second = text[at + 1];
            if ((first == 'l' && second == 'l') || ((first == 'v' || first == 'r') && second == 'e')) {
                return at + 2;
            }
        }
        return -1;
    }
}

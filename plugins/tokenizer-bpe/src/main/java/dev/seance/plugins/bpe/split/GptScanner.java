// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import dev.seance.plugins.bpe.unicode.CharacterClasses;
import dev.seance.plugins.bpe.unicode.Utf8Text;

/**
 * The split pattern of GPT-4 and Llama 3, by hand: the regular expressions of {@link SplitPattern} name the pieces, and
 * this class finds the same ones an order of magnitude faster than an engine that interprets them.
 *
 * <p>The alternatives in the pattern's order, each a method or a branch of {@link #next}:
 *
 * <ol>
 *   <li>an English contraction: an apostrophe and {@code s t m d ll ve re}, in either case ('ſ included: it folds to s);
 *   <li>a run of letters, with at most one character before it that is no letter, number or line break;
 *   <li>one to {@code digits} numbers;
 *   <li>a run of anything but white space, letters and numbers, with at most one space before it and any line breaks
 *       after it;
 *   <li>white space up to the last line break of its run;
 *   <li>white space up to the character before the next word, which takes that one along;
 *   <li>white space.
 * </ol>
 *
 * <p>The spellings in use differ in possessive quantifiers and in {@code \s*[\r\n]} against {@code \s*[\r\n]+}; neither
 * changes a piece, since the greedy {@code \s*} already reaches the last line break. But OpenAI's present one has {@code
 * \s++$} before that, which keeps white space at the end of the text in one piece, line breaks or not.
 */
final class GptScanner extends ScalarScanner {

    private static final int LONG_S = 0x17F;

    private final int digits;
    private final boolean wholeEnd;

    /**
     * @param digits how many numbers may share a piece, at least 1
     * @param wholeEnd whether white space at the end of the text is one piece
     */
    GptScanner(CharacterClasses classes, int digits, boolean wholeEnd) {
        super(classes);
        if (digits < 1) {
            throw new IllegalArgumentException("digits " + digits + " is below 1");
        }
        this.digits = digits;
        this.wholeEnd = wholeEnd;
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
        int after = from + Utf8Text.width(first);
        byte kind = classAt(text, from);
        if (kind == CharacterClasses.LETTER) {
            return letters(text, after, end);
        }
        if (kind == CharacterClasses.NUMBER) {
            return run(kind, text, after, end, digits - 1);
        }
        byte following = after < end ? classAt(text, after) : CharacterClasses.SPACE;
        if (following == CharacterClasses.LETTER && kind != CharacterClasses.NEWLINE) {
            return letters(text, after, end);
        }
        if (kind == CharacterClasses.OTHER || (first == ' ' && following == CharacterClasses.OTHER)) {
            int others = run(CharacterClasses.OTHER, text, after, end, Integer.MAX_VALUE);
            return run(CharacterClasses.NEWLINE, text, others, end, Integer.MAX_VALUE);
        }
        return space(text, from, end);
    }

    /** The end of the contraction whose apostrophe ends at {@code at}, or -1 when there is none. */
    static int contraction(byte[] text, int at, int end) {
        if (at >= end) {
            return -1;
        }
        if (at + 1 < end && Utf8Text.codePoint(text, at) == LONG_S) {
            return at + 2;
        }
        int first = text[at] | 0x20;
        if (first == 's' || first == 't' || first == 'm' || first == 'd') {
            return at + 1;
        }
        if (at + 1 < end) {
            int second = text[at + 1] | 0x20;
            if ((first == 'l' && second == 'l') || ((first == 'v' || first == 'r') && second == 'e')) {
                return at + 2;
            }
        }
        return -1;
    }

    private int space(byte[] text, int from, int end) {
        int at = from;
        int last = from;
        int lineEnd = -1;
        while (at < end) {
            byte kind = classAt(text, at);
            if (kind != CharacterClasses.SPACE && kind != CharacterClasses.NEWLINE) {
                break;
            }
            last = at;
            at += Utf8Text.width(text[at]);
            if (kind == CharacterClasses.NEWLINE) {
                lineEnd = at;
            }
        }
        if (lineEnd > 0 && !(wholeEnd && at == end)) {
            return lineEnd;
        }
        return at < end && last > from ? last : at;
    }
}

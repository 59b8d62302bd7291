// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

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
 * <p>The two spellings in use differ only in possessive quantifiers and in {@code \s*[\r\n]} against {@code
 * \s*[\r\n]+}; neither changes a piece, since the greedy {@code \s*} already reaches the last line break.
 */
final class GptScanner implements PieceScanner {

    private static final int LONG_S = 0x17F;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EVERY = 0x0101010101010101L;
    private static final long HIGH = 0x80 * EVERY;

    private final CharacterClasses classes;
    private final byte[] ascii = new byte[128];
    private final int digits;

    /** @param digits how many numbers may share a piece, at least 1 */
    GptScanner(CharacterClasses classes, int digits) {
        if (digits < 1) {
            throw new IllegalArgumentException("digits " + digits + " is below 1");
        }
        this.classes = classes;
        this.digits = digits;
        for (int c = 0; c < ascii.length; c++) {
            ascii[c] = classes.of(c);
        }
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
            return numbers(text, after, end);
        }
        byte following = after < end ? classAt(text, after) : CharacterClasses.SPACE;
        if (following == CharacterClasses.LETTER && kind != CharacterClasses.NEWLINE) {
            return letters(text, after, end);
        }
        if (kind == CharacterClasses.OTHER || (first == ' ' && following == CharacterClasses.OTHER)) {
            return others(text, after, end);
        }
        return space(text, from, end);
    }

    /**
     * Most pieces of prose are a word of ASCII letters, with or without a space before it, and are found by looking at
     * eight bytes at once; {@link #next} finds the others.
     */
    @Override
    public int scan(byte[] text, int from, int end, int[] ends) {
        int count = 0;
        int at = from;
        while (at < end && count < ends.length) {
            int word = text[at] == ' ' ? at + 1 : at;
            long others = nonLetters((long) LONGS.get(text, word));
            int length = Long.numberOfTrailingZeros(others) >>> 3;
            if (length == 0) {
                at = next(text, at, end);
            } else if (length < Long.BYTES && text[word + length] >= 0) {
                at = Math.min(word + length, end);
            } else {
                at = letters(text, Math.min(word + length, end), end);
            }
            ends[count++] = at;
        }
        return count;
    }

    /**
     * A cut before a space that follows an ASCII letter. Of all alternatives, only the contraction and the run of letters
     * can match a letter, and neither matches a space after it, so a piece ends there; since no alternative looks behind,
     * the next one is matched as if the text began there. And none but those of white space looks ahead of what it
     * matches, which a side that ends in a letter does not need.
     */
    @Override
    public int lastCut(byte[] text, int from, int to) {
        for (int at = to - 1; at > from; at--) {
            if (text[at] == ' ' && CharacterClasses.isAsciiLetter(text[at - 1])) {
                return at;
            }
        }
        return -1;
    }

    /** The high bit of each of eight bytes that is no ASCII letter. */
    private static long nonLetters(long bytes) {
        long low = (bytes | 0x20 * EVERY) & ~HIGH;
        // Bit 7 is carried into from 'a' on, and from '{' on.
        long letters = (low + (0x80 - 'a') * EVERY) ^ (low + (0x80 - '{') * EVERY);
        return (~letters | bytes) & HIGH;
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

    private int letters(byte[] text, int from, int end) {
        int at = from;
        while (at < end) {
            long others = nonLetters((long) LONGS.get(text, at));
            int length = Long.numberOfTrailingZeros(others) >>> 3;
            at += length;
            if (length < Long.BYTES) {
                if (at >= end || text[at] >= 0 || classAt(text, at) != CharacterClasses.LETTER) {
                    break;
                }
                at += Utf8Text.width(text[at]);
            }
        }
        return Math.min(at, end);
    }

    private int numbers(byte[] text, int from, int end) {
        int at = from;
        for (int left = digits - 1; left > 0 && at < end && classAt(text, at) == CharacterClasses.NUMBER; left--) {
            at += Utf8Text.width(text[at]);
        }
        return at;
    }

    private int others(byte[] text, int from, int end) {
        int at = from;
        while (at < end && classAt(text, at) == CharacterClasses.OTHER) {
            at += Utf8Text.width(text[at]);
        }
        while (at < end && (text[at] == '\r' || text[at] == '\n')) {
            at++;
        }
        return at;
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
        if (lineEnd > 0) {
            return lineEnd;
        }
        return at < end && last > from ? last : at;
    }

    private byte classAt(byte[] text, int at) {
        byte first = text[at];
        return first >= 0 ? ascii[first] : classes.of(Utf8Text.codePoint(text, at));
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import dev.seance.plugins.bpe.unicode.CharacterClasses;
import dev.seance.plugins.bpe.unicode.Utf8Text;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What 64 bytes of text are: a mask a class, whose bit <i>i</i> says whether byte <i>i</i> belongs to a character of that
 * class. Not thread-safe: one a scan.
 *
 * <h2>From bytes to masks</h2>
 *
 * The 512 bits are an 8 x 8 x 8 cube: word, byte, bit. Three rounds of exchanging bits between words (the transposition
 * of Warren, <i>Hacker's Delight</i>, 7-3) turn the eight words around so that word <i>k</i> has bit <i>k</i> of all 64
 * bytes, a <em>plane</em>. A class of ASCII characters is then a Boolean formula of planes, a handful of instructions for
 * 64 bytes; this is how simdjson and Parabix read text, without the vector instructions that Java 17 does not have. The
 * planes have their bytes in columns (bit 8 byte + word); putting them in order costs more than a formula, so it is done
 * to finished masks only, and to most of them only where they are not empty.
 *
 * <p>Characters beyond ASCII are looked up one by one, and their bytes join the masks. Where one turns up that the masks
 * cannot express (white space of several bytes, a number of several bytes), the block counts as known up to there.
 */
final class BlockMasks {

    static final int SIZE = 64;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HALVES = 0x0F0F0F0F0F0F0F0FL;
    private static final long QUARTERS = 0x3333333333333333L;
    private static final long EIGHTHS = 0x5555555555555555L;

    private final CharacterClasses classes;

    private long letters;
    private long numbers;
    private long spaces;
    private long blanks;
    private long newlines;
    private long continuations;
    private long end;
    private boolean apostrophes;

    BlockMasks(CharacterClasses classes) {
        this.classes = classes;
    }

    /** Bytes of letters. */
    long letters() {
        return letters;
    }

    /** Bytes of numbers; below {@link #end} each is a character. */
    long numbers() {
        return numbers;
    }

    /** The space character, U+0020. */
    long spaces() {
        return spaces;
    }

    /** White space that is no line break, the space character too; below {@link #end} each byte is a character. */
    long blanks() {
        return blanks;
    }

    /** Carriage returns and line feeds. */
    long newlines() {
        return newlines;
    }

    /** All bytes of the characters whose first bytes are given. */
    long whole(long first) {
        long bytes = first;
        if (continuations != 0) {
            bytes |= bytes << 1 & continuations;
            bytes |= bytes << 1 & continuations;
            bytes |= bytes << 1 & continuations;
        }
        return bytes;
    }

    /**
     * One bit, the first where the masks are not to be trusted. The byte itself may be looked at to see whether white
     * space ends before it. It is bit 63 of a block without surprises.
     */
    long end() {
        return end;
    }

    /** Whether there is an apostrophe anywhere. */
    boolean apostrophes() {
        return apostrophes;
    }

    /** Looks at the 64 bytes from {@code base} on; all of the characters that begin there must be in the text. */
    void load(byte[] text, int base) {
        long a = (long) LONGS.get(text, base);
        long b = (long) LONGS.get(text, base + 8);
        long c = (long) LONGS.get(text, base + 16);
        long d = (long) LONGS.get(text, base + 24);
        long e = (long) LONGS.get(text, base + 32);
        long f = (long) LONGS.get(text, base + 40);
        long g = (long) LONGS.get(text, base + 48);
        long h = (long) LONGS.get(text, base + 56);
        long t;
        // Bit 2 of the word's number changes places with bit 2 of the bit's number, then bit 1, then bit 0.
        t = (a >>> 4 ^ e) & HALVES;
        e ^= t;
        a ^= t << 4;
        t = (b >>> 4 ^ f) & HALVES;
        f ^= t;
        b ^= t << 4;
        t = (c >>> 4 ^ g) & HALVES;
        g ^= t;
        c ^= t << 4;
        t = (d >>> 4 ^ h) & HALVES;
        h ^= t;
        d ^= t << 4;

        t = (a >>> 2 ^ c) & QUARTERS;
        c ^= t;
        a ^= t << 2;
        t = (b >>> 2 ^ d) & QUARTERS;
        d ^= t;
        b ^= t << 2;
        t = (e >>> 2 ^ g) & QUARTERS;
        g ^= t;
        e ^= t << 2;
        t = (f >>> 2 ^ h) & QUARTERS;
        h ^= t;
        f ^= t << 2;

        t = (a >>> 1 ^ b) & EIGHTHS;
        b ^= t;
        a ^= t << 1;
        t = (c >>> 1 ^ d) & EIGHTHS;
        d ^= t;
        c ^= t << 1;
        t = (e >>> 1 ^ f) & EIGHTHS;
        f ^= t;
        e ^= t << 1;
        t = (g >>> 1 ^ h) & EIGHTHS;
        h ^= t;
        g ^= t << 1;

        // a is the plane of bit 0, h that of bit 7.
        long low = a | b | c | d | e;
        long high = g | h;
        // 0x41-5A and 0x61-7A: the low five bits are 1 to 26.
        letters = ordered(g & ~h & low & ~(e & d & (c | b & a)));
        // 0x20-3F; there, 0x20 is the space, 0x27 the apostrophe, 0x30-39 are the digits.
        long marks = f & ~high;
        spaces = ordered(marks & ~low);
        apostrophes = (marks & ~e & ~d & c & b & a) != 0;
        long digits = marks & e & ~(d & (c | b));
        // 0x08-0F; there, 0A and 0D are line breaks, 09, 0B and 0C other white space.
        long controls = d & ~(high | f | e);
        newlines = ordered(controls & (b ^ c) & ~(a ^ c));
        long tabs = controls & (a & ~c | c & ~(a | b));

        numbers = digits == 0 ? 0 : ordered(digits);
        blanks = tabs == 0 ? spaces : spaces | ordered(tabs);
        continuations = 0;
        end = 1L << SIZE - 1;
        if (h != 0) {
            beyondAscii(text, base, ordered(h));
        }
    }

    /** Adds the characters beyond ASCII, whose bytes are given, to the masks. */
    private void beyondAscii(byte[] text, int base, long bytes) {
        for (long left = bytes; left != 0; ) {
            long first = Long.lowestOneBit(left);
            int at = Long.numberOfTrailingZeros(left);
            long all = (1L << Utf8Text.width(text[base + at])) - 1 << at;
            switch (classes.of(Utf8Text.codePoint(text, base + at))) {
                case CharacterClasses.LETTER -> letters |= all;
                case CharacterClasses.OTHER -> {}
                case CharacterClasses.NUMBER -> {
                    end = first;
                    return;
                }
                default -> {
                    blanks |= first;
                    end = first;
                    return;
                }
            }
            continuations |= all & ~first;
            left &= ~all;
        }
    }

    /** Puts the columns of an 8 x 8 matrix of bits where its rows are. */
    private static long ordered(long matrix) {
        long x = matrix;
        long t = (x ^ x >>> 7) & 0x00AA00AA00AA00AAL;
        x ^= t ^ t << 7;
        t = (x ^ x >>> 14) & 0x0000CCCC0000CCCCL;
        x ^= t ^ t << 14;
        t = (x ^ x >>> 28) & 0x00000000F0F0F0F0L;
        return x ^ t ^ t << 28;
    }
}

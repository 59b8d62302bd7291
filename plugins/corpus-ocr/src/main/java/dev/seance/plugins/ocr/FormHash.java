// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

/**
 * Hashes of forms that can be put together: a polynomial over the folded characters modulo 2^64 (Karp and Rabin 1987), so
 * that the hash of two parts, and of a form with some letters replaced, comes from those of its pieces without a string.
 * {@link #finish} spreads it over all bits; only finished hashes are kept.
 */
final class FormHash {

    /** No form is longer, in characters. */
    static final int LONGEST = 60;

    private static final long BASE = 0x9E37_79B9_7F4A_7C15L;
    private static final long[] POWERS = powers();

    private FormHash() {}

    private static long[] powers() {
        long[] powers = new long[3 * LONGEST];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * BASE;
        }
        return powers;
    }

    /** The hash of a piece with one more folded character. */
    static long append(long hash, char folded) {
        return hash * BASE + folded;
    }

    /** The hash of one piece followed by another, which is so many characters long. */
    static long concat(long one, long other, int otherLength) {
        return one * POWERS[otherLength] + other;
    }

    /** The hash of what follows the first piece in a whole, so many characters. */
    static long rest(long whole, long first, int restLength) {
        return whole - first * POWERS[restLength];
    }

    static long of(CharSequence text) {
        return of(text, 0, text.length());
    }

    static long of(CharSequence text, int from, int to) {
        long hash = 0;
        for (int i = from; i < to; i++) {
            hash = append(hash, Letters.fold(text.charAt(i)));
        }
        return hash;
    }

    /** Two forms with a blank between them. */
    static long pair(long one, long other, int otherLength) {
        return concat(append(one, ' '), other, otherLength);
    }

    /** A form as the first part of a word that a line end broke. */
    static long head(long form) {
        return append(form, '>');
    }

    /** A form as the second part of a word that a line end broke. */
    static long tail(long form) {
        return append(form, '<');
    }

    /** The finaliser of MurmurHash3; never 0, which tables use for an empty place. */
    static long finish(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        mixed ^= mixed >>> 33;
        return mixed == 0 ? 1 : mixed;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import dev.seance.plugins.bpe.unicode.CharacterClasses;
import dev.seance.plugins.bpe.unicode.Utf8Text;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What scanners that go from character to character share. Runs of ASCII letters, most of a text, are passed eight bytes
 * at once.
 */
abstract class ScalarScanner implements PieceScanner {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EVERY = 0x0101010101010101L;
    private static final long HIGH = 0x80 * EVERY;

    private final CharacterClasses classes;
    private final byte[] ascii = new byte[128];

    ScalarScanner(CharacterClasses classes) {
        this.classes = classes;
        for (int c = 0; c < ascii.length; c++) {
            ascii[c] = classes.of(c);
        }
    }

    /**
     * A cut before a space that follows an ASCII letter, for the patterns of {@link SplitPattern} that have a name. Of
     * their alternatives only contractions and runs match a letter, and neither goes on over a space, so a piece ends
     * there; no alternative looks behind, so the next piece is found as if the text began there; and none but those of
     * white space look ahead of what they match, which a side that ends in a letter does not need.
     */
    @Override
    public final int lastCut(byte[] text, int from, int to) {
        for (int at = to - 1; at > from; at--) {
            if (text[at] == ' ' && CharacterClasses.isAsciiLetter(text[at - 1])) {
                return at;
            }
        }
        return -1;
    }

    /** The class of the character at a place. */
    final byte classAt(byte[] text, int at) {
        byte first = text[at];
        return first >= 0 ? ascii[first] : classes.of(Utf8Text.codePoint(text, at));
    }

    final boolean whiteAt(byte[] text, int at) {
        byte kind = classAt(text, at);
        return kind == CharacterClasses.SPACE || kind == CharacterClasses.NEWLINE;
    }

    /** The end of a run of letters. */
    final int letters(byte[] text, int from, int end) {
        int at = from;
        while (at < end) {
            int length = Long.numberOfTrailingZeros(nonLetters((long) LONGS.get(text, at))) >>> 3;
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

    /** The end of a run of characters of one class, at most so many. */
    final int run(byte kind, byte[] text, int from, int end, int max) {
        int at = from;
        for (int left = max; left > 0 && at < end && classAt(text, at) == kind; left--) {
            at += Utf8Text.width(text[at]);
        }
        return at;
    }

    /** White space: all of it at the end of the text, otherwise without its last character, unless it is the only one. */
    final int white(byte[] text, int from, int end) {
        int at = from;
        int last = from;
        while (at < end && whiteAt(text, at)) {
            last = at;
            at += Utf8Text.width(text[at]);
        }
        return at < end && last > from ? last : at;
    }

    /** The high bit of each of eight bytes that is no ASCII letter. */
    private static long nonLetters(long bytes) {
        long low = (bytes | 0x20 * EVERY) & ~HIGH;
        // Bit 7 is carried into from 'a' on, and from '{' on.
        long letters = (low + (0x80 - 'a') * EVERY) ^ (low + (0x80 - '{') * EVERY);
        return (~letters | bytes) & HIGH;
    }
}

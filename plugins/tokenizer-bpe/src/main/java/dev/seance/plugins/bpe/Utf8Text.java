// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.util.Arrays;

/**
 * A text as UTF-8 in an array that is reused for the next text, with {@link #SPARE} bytes to read beyond the end, so
 * that eight bytes at once can be loaded anywhere. Not thread-safe.
 */
final class Utf8Text {

    /** How many bytes beyond {@link #length()} may be read. */
    static final int SPARE = 64;

    private static final int REPLACEMENT = 0xFFFD;
    private static final int MOST_CHARACTERS = (Integer.MAX_VALUE - 64) / 3;

    private byte[] bytes = new byte[4096];
    private int length;

    /** The text, then at least {@link #SPARE} bytes of anything. Replaced by {@link #set}. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Takes another text. Unpaired surrogates become U+FFFD. */
    void set(CharSequence characters) {
        String text = characters.toString();
        int count = text.length();
        if (count > MOST_CHARACTERS) {
            throw new IllegalArgumentException("a text of " + count + " characters is too long; cut it");
        }
        int needed = 3 * count + SPARE;
        if (bytes.length < needed) {
            bytes = new byte[Math.max(needed, (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8))];
        }
        byte[] out = bytes;
        int at = 0;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                out[at++] = (byte) c;
            } else if (c < 0x800) {
                out[at++] = (byte) (0xC0 | c >> 6);
                out[at++] = (byte) (0x80 | c & 0x3F);
            } else if (!Character.isSurrogate(c)) {
                at = three(out, at, c);
            } else if (Character.isHighSurrogate(c) && i + 1 < count && Character.isLowSurrogate(text.charAt(i + 1))) {
                at = four(out, at, Character.toCodePoint(c, text.charAt(++i)));
            } else {
                at = three(out, at, REPLACEMENT);
            }
        }
        length = at;
        Arrays.fill(out, at, at + SPARE, (byte) 0);
    }

    /** Takes another text, which is UTF-8 already. */
    void set(byte[] utf8, int from, int to) {
        int count = to - from;
        if (bytes.length < count + SPARE) {
            bytes = new byte[(int) Math.min(Math.max(count + (long) SPARE, 2L * bytes.length), Integer.MAX_VALUE - 8)];
        }
        System.arraycopy(utf8, from, bytes, 0, count);
        length = count;
        Arrays.fill(bytes, count, count + SPARE, (byte) 0);
    }

    /** The memory it holds on to. */
    int capacity() {
        return bytes.length;
    }

    private static int three(byte[] out, int at, int c) {
        out[at] = (byte) (0xE0 | c >> 12);
        out[at + 1] = (byte) (0x80 | c >> 6 & 0x3F);
        out[at + 2] = (byte) (0x80 | c & 0x3F);
        return at + 3;
    }

    private static int four(byte[] out, int at, int c) {
        out[at] = (byte) (0xF0 | c >> 18);
        out[at + 1] = (byte) (0x80 | c >> 12 & 0x3F);
        out[at + 2] = (byte) (0x80 | c >> 6 & 0x3F);
        out[at + 3] = (byte) (0x80 | c & 0x3F);
        return at + 4;
    }

    /** How many bytes the character takes that begins with this byte. */
    static int width(byte first) {
        if (first >= 0) {
            return 1;
        }
        int unsigned = first & 0xFF;
        return unsigned < 0xE0 ? 2 : unsigned < 0xF0 ? 3 : 4;
    }

    /** The character at a place in well-formed UTF-8. */
    static int codePoint(byte[] text, int at) {
        int first = text[at];
        if (first >= 0) {
            return first;
        }
        int second = text[at + 1] & 0x3F;
        int unsigned = first & 0xFF;
        if (unsigned < 0xE0) {
            return (unsigned & 0x1F) << 6 | second;
        }
        int third = text[at + 2] & 0x3F;
        if (unsigned < 0xF0) {
            return (unsigned & 0x0F) << 12 | second << 6 | third;
        }
        return (unsigned & 0x07) << 18 | second << 12 | third << 6 | text[at + 3] & 0x3F;
    }
}

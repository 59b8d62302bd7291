// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.unicode;

import java.util.Arrays;

/**
 * A text as UTF-8 in an array that is reused for the next text, with {@link #SPARE} bytes to read beyond the end, so
 * that eight bytes at once can be loaded anywhere. Not thread-safe.
 */
public final class Utf8Text {

    /** How many bytes beyond {@link #length()} may be read. */
    public static final int SPARE = 64;

    private static final int REPLACEMENT = 0xFFFD;
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    /** Characters on their way, few enough to stay in the first-level cache. */
    private final char[] characters = new char[1024];

    private byte[] bytes = new byte[4096];
    private int length;

    /** The text, then at least {@link #SPARE} bytes of anything. Replaced by {@link #set}. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Forgets the text. */
    public void clear() {
        length = 0;
    }

    /** Takes another text. Unpaired surrogates become U+FFFD. */
    public void set(CharSequence text) {
        length = 0;
        append(text, 0, text.length());
    }

    /** Appends characters {@code from} to {@code to - 1} of a text. Unpaired surrogates become U+FFFD. */
    public void append(CharSequence text, int from, int to) {
        for (int at = from; at < to; ) {
            int count = Math.min(to - at, characters.length);
            copy(text, at, at + count, characters);
            if (at + count < to && Character.isHighSurrogate(characters[count - 1])) {
                // Its other half is in the next lot.
                count--;
            }
            reserve(3L * count);
            appendCharacters(count);
            at += count;
        }
        Arrays.fill(bytes, length, length + SPARE, (byte) 0);
    }

    private static void copy(CharSequence text, int from, int to, char[] into) {
        if (text instanceof String string) {
            string.getChars(from, to, into, 0);
        } else if (text instanceof StringBuilder builder) {
            builder.getChars(from, to, into, 0);
        } else {
            for (int i = from; i < to; i++) {
                into[i - from] = text.charAt(i);
            }
        }
    }

    private void appendCharacters(int count) {
        char[] in = characters;
        byte[] out = bytes;
        int at = length;
        for (int i = 0; i < count; i++) {
            // Most text is ASCII, mostly.
            while (i + 4 <= count && (in[i] | in[i + 1] | in[i + 2] | in[i + 3]) < 0x80) {
                out[at] = (byte) in[i];
                out[at + 1] = (byte) in[i + 1];
                out[at + 2] = (byte) in[i + 2];
                out[at + 3] = (byte) in[i + 3];
                i += 4;
                at += 4;
            }
            if (i == count) {
                break;
            }
            char c = in[i];
            if (c < 0x80) {
                out[at++] = (byte) c;
            } else if (c < 0x800) {
                out[at++] = (byte) (0xC0 | c >> 6);
                out[at++] = (byte) (0x80 | c & 0x3F);
            } else if (!Character.isSurrogate(c)) {
                at = three(out, at, c);
            } else if (Character.isHighSurrogate(c) && i + 1 < count && Character.isLowSurrogate(in[i + 1])) {
                at = four(out, at, Character.toCodePoint(c, in[++i]));
            } else {
                at = three(out, at, REPLACEMENT);
            }
        }
        length = at;
    }

    /** Takes another text, which is UTF-8 already. */
    public void set(byte[] utf8, int from, int to) {
        length = 0;
        reserve(to - from);
        System.arraycopy(utf8, from, bytes, 0, to - from);
        length = to - from;
        Arrays.fill(bytes, length, length + SPARE, (byte) 0);
    }

    /** Drops the first bytes of the text. */
    public void drop(int count) {
        length -= count;
        System.arraycopy(bytes, count, bytes, 0, length + SPARE);
    }

    private void reserve(long more) {
        long needed = length + more + SPARE;
        if (needed > bytes.length) {
            if (needed > LARGEST) {
                throw new IllegalArgumentException("a text of more than " + (LARGEST - SPARE)
                        + " bytes without a place where its split pattern can cut it is too long; cut it");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), LARGEST));
        }
    }

    /** The memory it holds on to. */
    public int capacity() {
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
    public static int width(byte first) {
        if (first >= 0) {
            return 1;
        }
        int unsigned = first & 0xFF;
        return unsigned < 0xE0 ? 2 : unsigned < 0xF0 ? 3 : 4;
    }

    /** The character at a place in well-formed UTF-8. */
    public static int codePoint(byte[] text, int at) {
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

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.model;

/**
 * GPT-2's way to write bytes in a text file: a printable character for each. Printable ASCII and most of Latin-1 stand
 * for themselves, the other 68 bytes for U+0100 and on, in order; so a space is written Ġ and a line feed Ċ.
 */
public final class ByteLevel {

    private static final int SHIFTED = 0x100;
    private static final int SOFT_HYPHEN = 0xAD;

    private ByteLevel() {}

    private static boolean standsForItself(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xFF && value != SOFT_HYPHEN);
    }

    /** The character that stands for a byte. */
    public static char characterOf(int value) {
        if (standsForItself(value)) {
            return (char) value;
        }
        if (value == SOFT_HYPHEN) {
            return (char) (SHIFTED + 67);
        }
        return (char) (SHIFTED + (value <= ' ' ? value : value - 0x7F + 33));
    }

    /** The byte that a character stands for, or -1 when it stands for none. */
    static int byteOf(char character) {
        if (character < SHIFTED) {
            return standsForItself(character) ? character : -1;
        }
        int rank = character - SHIFTED;
        if (rank == 67) {
            return SOFT_HYPHEN;
        }
        return rank > 67 ? -1 : rank <= ' ' ? rank : rank - 33 + 0x7F;
    }

    /** Bytes, written. */
    public static String write(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte value : bytes) {
            text.append(characterOf(value & 0xFF));
        }
        return text.toString();
    }

    /** The bytes that a text writes; null when a character of it stands for none. */
    public static byte[] read(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            int value = byteOf(text.charAt(i));
            if (value < 0) {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }
}

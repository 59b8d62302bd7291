// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

/**
 * Bytes as text, a character each, as files of byte-level vocabularies have them since GPT-2: those that print in Latin-1
 * are themselves, and the others, in their order, are U+0100 and what follows.
 */
final class ByteLevelText {

    private static final char[] CHARACTERS = characters();

    private ByteLevelText() {}

    private static char[] characters() {
        char[] characters = new char[256];
        char other = 0x100;
        for (int value = 0; value < 256; value++) {
            boolean prints = value >= 0x21 && value <= 0x7E || value >= 0xA1 && value != 0xAD;
            characters[value] = prints ? (char) value : other++;
        }
        return characters;
    }

    static String of(byte[] bytes) {
        char[] text = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            text[i] = CHARACTERS[bytes[i] & 0xFF];
        }
        return new String(text);
    }
}

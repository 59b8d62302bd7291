// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The few things a split pattern asks of a character: is it a letter, a number, white space, a line break?
 *
 * <p>The answers come from a table of one pinned Unicode version, 16.0, not from {@code java.lang.Character}: Java 17
 * knows Unicode 13 and Java 25 knows Unicode 16, and a vocabulary must give the same ids under both. 16.0 is also what
 * Hugging Face's library uses. The table is checked against ICU in the tests.
 */
final class CharacterClasses {

    /** Anything the other classes do not name: punctuation, marks, symbols, controls, unassigned characters. */
    static final byte OTHER = 0;
    /** General category L. */
    static final byte LETTER = 1;
    /** General category N. */
    static final byte NUMBER = 2;
    /** White_Space (with U+0085 and U+00A0), except line breaks. */
    static final byte SPACE = 3;
    /** Carriage return and line feed. */
    static final byte NEWLINE = 4;

    static final String RESOURCE = "unicode-16.0-classes.txt";

    /** One class a character of planes 0 to 3 (256 KB); the table has nothing beyond. */
    private final byte[] classes = new byte[0x40000];

    private CharacterClasses() {}

    /** Reads the table. Takes a millisecond or two; make one and share it. */
    static CharacterClasses load() {
        CharacterClasses result = new CharacterClasses();
        try (InputStream stream = CharacterClasses.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    result.fill(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        result.classes['\r'] = NEWLINE;
        result.classes['\n'] = NEWLINE;
        return result;
    }

    /** The class of a code point. */
    byte of(int codePoint) {
        return codePoint < classes.length ? classes[codePoint] : OTHER;
    }

    /** Whether a byte is one of A to Z and a to z. */
    static boolean isAsciiLetter(byte b) {
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    /** Fills one line of the table: {@code L 41-5A}. */
    private void fill(String line) {
        byte value =
                switch (line.charAt(0)) {
                    case 'L' -> LETTER;
                    case 'N' -> NUMBER;
                    case 'S' -> SPACE;
                    default -> throw new IllegalStateException(RESOURCE + ": " + line);
                };
        int dash = line.indexOf('-');
        int last = Integer.parseInt(line, dash + 1, line.length(), 16);
        for (int c = Integer.parseInt(line, 2, dash, 16); c <= last; c++) {
            classes[c] = value;
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import dev.seance.api.corpus.Utf8;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One JSON object a line, in UTF-8, written straight to bytes: a book as one JSON string in memory would be several times
 * its size. Strings are escaped as RFC 8259 demands and no further. One thread.
 */
final class JsonLine {

    private static final int BUFFER = 1 << 16;

    /** The longest that one character of a string becomes. */
    private static final int LONGEST = 6;

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int length;
    private boolean first;

    JsonLine(OutputStream out) {
        this.out = out;
    }

    /** Opens an object: the line's, or a member's after {@link #name}. */
    void begin() throws IOException {
        put('{');
        first = true;
    }

    /** Closes an object. */
    void end() throws IOException {
        put('}');
        first = false;
    }

    /** Ends the line. */
    void finish() throws IOException {
        put('\n');
    }

    /** Hands on what is buffered. */
    void flush() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }

    void name(String name) throws IOException {
        if (!first) {
            put(',');
        }
        first = false;
        string(name);
        put(':');
    }

    /** A member that is a string; "" is left out. */
    void member(String name, String value) throws IOException {
        if (!value.isEmpty()) {
            name(name);
            string(value);
        }
    }

    /** A member that is a number, as Java writes it. */
    void member(String name, Number value) throws IOException {
        name(name);
        for (char c : value.toString().toCharArray()) {
            put(c);
        }
    }

    void string(String text) throws IOException {
        put('"');
        String wellFormed = Utf8.wellFormed(text);
        int end = wellFormed.length();
        for (int i = 0; i < end; i++) {
            if (length > BUFFER - LONGEST) {
                flush();
            }
            char c = wellFormed.charAt(i);
            if (c < 0x80) {
                if (c >= ' ' && c != '"' && c != '\\') {
                    buffer[length++] = (byte) c;
                } else {
                    escape(c);
                }
            } else if (c < 0x800) {
                buffer[length++] = (byte) (0xC0 | c >> 6);
                buffer[length++] = (byte) (0x80 | c & 0x3F);
            } else if (Character.isHighSurrogate(c)) {
                int point = Character.toCodePoint(c, wellFormed.charAt(++i));
                buffer[length++] = (byte) (0xF0 | point >> 18);
                buffer[length++] = (byte) (0x80 | point >> 12 & 0x3F);
                buffer[length++] = (byte) (0x80 | point >> 6 & 0x3F);
                buffer[length++] = (byte) (0x80 | point & 0x3F);
            } else {
                buffer[length++] = (byte) (0xE0 | c >> 12);
                buffer[length++] = (byte) (0x80 | c >> 6 & 0x3F);
                buffer[length++] = (byte) (0x80 | c & 0x3F);
            }
        }
        put('"');
    }

    private void escape(char c) {
        buffer[length++] = '\\';
        switch (c) {
            case '"', '\\' -> buffer[length++] = (byte) c;
            case '\n' -> buffer[length++] = 'n';
            case '\r' -> buffer[length++] = 'r';
            case '\t' -> buffer[length++] = 't';
            case '\b' -> buffer[length++] = 'b';
            case '\f' -> buffer[length++] = 'f';
            default -> {
                buffer[length++] = 'u';
                buffer[length++] = '0';
                buffer[length++] = '0';
                buffer[length++] = HEX[c >> 4];
                buffer[length++] = HEX[c & 0xF];
            }
        }
    }

    private void put(char c) throws IOException {
        if (length == BUFFER) {
            flush();
        }
        buffer[length++] = (byte) c;
    }
}

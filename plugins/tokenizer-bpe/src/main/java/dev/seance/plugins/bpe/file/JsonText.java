// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

import dev.seance.plugins.bpe.model.ByteLevel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON (RFC 8259) in the layout of the file that Hugging Face's own library saves. Not Jackson, which reads our
 * files: a training of seconds writes a hundred thousand tokens at a moment when nothing of a library is compiled yet,
 * and that took 0.2 s of the 1.8 s that 141 MB of text take. Tokens go from bytes to bytes here.
 */
final class JsonText {

    /** A value that writes itself; for what is too long to be made before it is written. */
    interface Subset {
        void write(JsonText out);
    }

    /** By byte: its character of {@link ByteLevel}, as it stands in a JSON text. */
    private static final byte[][] SPELLED = new byte[256][];

    static {
        for (int value = 0; value < SPELLED.length; value++) {
            SPELLED[value] = escaped(String.valueOf(ByteLevel.characterOf(value)));
        }
    }

    private byte[] bytes = new byte[1 << 16];
    private int size;
    private int depth;

    private JsonText() {}

    /** A file of one object. */
    static byte[] of(Map<String, Object> root) {
        JsonText text = new JsonText();
        text.value(root);
        return Arrays.copyOf(text.bytes, text.size);
    }

    private void value(Object value) {
        if (value instanceof Map<?, ?> fields) {
            object(fields);
        } else if (value instanceof List<?> items) {
            array(items);
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof Subset part) {
            part.write(this);
        } else {
            ascii(String.valueOf(value));
        }
    }

    private void object(Map<?, ?> fields) {
        open('{');
        for (Iterator<? extends Map.Entry<?, ?>> each = fields.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<?, ?> field = each.next();
            line();
            string((String) field.getKey());
            colon();
            value(field.getValue());
            if (each.hasNext()) {
                put(',');
            }
        }
        close('}', fields.isEmpty());
    }

    private void array(List<?> items) {
        open('[');
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                put(',');
            }
            line();
            value(items.get(i));
        }
        close(']', items.isEmpty());
    }

    void open(char bracket) {
        put(bracket);
        depth++;
    }

    void close(char bracket, boolean empty) {
        depth--;
        if (!empty) {
            line();
        }
        put(bracket);
    }

    /** Begins a line. */
    void line() {
        put('\n');
        for (int i = 0; i < depth; i++) {
            put(' ');
            put(' ');
        }
    }

    void comma() {
        put(',');
    }

    void colon() {
        put(':');
        put(' ');
    }

    void string(String text) {
        put('"');
        put(escaped(text));
        put('"');
    }

    /** A token's bytes as a string of {@link ByteLevel}'s characters. */
    void token(byte[] token) {
        put('"');
        for (byte value : token) {
            put(SPELLED[value & 0xFF]);
        }
        put('"');
    }

    void number(int value) {
        ascii(Integer.toString(value));
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private void put(char ascii) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        bytes[size++] = (byte) ascii;
    }

    private void put(byte[] more) {
        while (bytes.length - size < more.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    private static byte[] escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> escaped.append('\\').append(c);
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '\b' -> escaped.append("\\b");
                case '\f' -> escaped.append("\\f");
                default -> {
                    if (c < ' ') {
                        escaped.append("\\u00").append(Character.forDigit(c >> 4, 16));
                        escaped.append(Character.forDigit(c & 15, 16));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString().getBytes(StandardCharsets.UTF_8);
    }
}

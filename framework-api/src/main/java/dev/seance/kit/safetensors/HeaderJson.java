// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.safetensors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON that a safetensors header has: objects, arrays, strings and whole numbers. The API depends on no JSON
 * library, and the header is all the JSON it reads.
 */
final class HeaderJson {

    private final String text;
    private int at;

    private HeaderJson(String text) {
        this.text = text;
    }

    static Map<String, Object> object(String text) {
        HeaderJson reader = new HeaderJson(text.strip());
        Map<String, Object> object = asObject(reader.value(0), "the header");
        if (reader.at != reader.text.length()) {
            throw new IllegalArgumentException("more text after the header's end");
        }
        return object;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> asObject(Object value, String what) {
        if (value instanceof Map) {
            return (Map<String, Object>) value;
        }
        throw new IllegalArgumentException(what + " is not an object");
    }

    static List<Long> asNumbers(Object value, String what) {
        if (!(value instanceof List<?> list) || !list.stream().allMatch(Long.class::isInstance)) {
            throw new IllegalArgumentException(what + " is not a list of whole numbers");
        }
        return list.stream().map(Long.class::cast).toList();
    }

    static String quote(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private Object value(int depth) {
        char c = peek();
        if (depth > 8) {
            throw new IllegalArgumentException("the header nests too deep");
        }
        if (c == '{') {
            return members(depth);
        }
        if (c == '[') {
            return elements(depth);
        }
        if (c == '"') {
            return string();
        }
        int from = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        try {
            return Long.valueOf(text.substring(from, at));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("unreadable header at character " + from, e);
        }
    }

    private Map<String, Object> members(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        while (peek() != '}') {
            if (!members.isEmpty()) {
                expect(',');
            }
            peek();
            String key = string();
            expect(':');
            if (members.put(key, value(depth + 1)) != null) {
                throw new IllegalArgumentException("'" + key + "' occurs twice in the header");
            }
        }
        at++;
        return members;
    }

    private List<Object> elements(int depth) {
        List<Object> elements = new ArrayList<>();
        expect('[');
        while (peek() != ']') {
            if (!elements.isEmpty()) {
                expect(',');
            }
            elements.add(value(depth + 1));
        }
        at++;
        return elements;
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            value.append(c == '\\' ? escaped() : c);
        }
        return value.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                String digits = "" + next() + next() + next() + next();
                yield (char) Integer.parseInt(digits, 16);
            }
            default -> c;
        };
    }

    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            throw new IllegalArgumentException("the header ends too early");
        }
        return text.charAt(at);
    }

    private char next() {
        if (at == text.length()) {
            throw new IllegalArgumentException("the header ends too early");
        }
        return text.charAt(at++);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw new IllegalArgumentException("expected '" + wanted + "' at character " + at + " of the header");
        }
        at++;
    }
}

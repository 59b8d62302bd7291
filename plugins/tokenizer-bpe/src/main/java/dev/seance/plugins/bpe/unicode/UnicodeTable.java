// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.unicode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads our Unicode tables: a line a range, {@code L 41-5A}, after lines of comment. By hand and from bytes, since this
 * is on the way of every start, where the JDK's readers and parsers are still interpreted and ten times slower.
 */
final class UnicodeTable {

    /** Takes the ranges of a table, in its order. */
    interface Ranges {
        void add(String name, int first, int last);
    }

    private UnicodeTable() {}

    static void read(String resource, Ranges ranges) {
        byte[] table;
        try (InputStream stream = UnicodeTable.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is missing from the jar");
            }
            table = stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String name = "";
        byte[] spelling = {};
        int at = 0;
        while (at < table.length) {
            if (table[at] == '#') {
                at = after('\n', table, at);
                continue;
            }
            int nameEnd = after(' ', table, at) - 1;
            if (!Arrays.equals(table, at, nameEnd, spelling, 0, spelling.length)) {
                name = new String(table, at, nameEnd - at, StandardCharsets.US_ASCII);
                spelling = name.getBytes(StandardCharsets.US_ASCII);
            }
            int first = 0;
            int last = 0;
            for (at = nameEnd + 1; table[at] != '\n'; at++) {
                if (table[at] == '-') {
                    first = last;
                    last = 0;
                } else {
                    last = last << 4 | (table[at] <= '9' ? table[at] - '0' : table[at] - 'A' + 10);
                }
            }
            at++;
            ranges.add(name, first, last);
        }
    }

    private static int after(char wanted, byte[] table, int from) {
        int at = from;
        while (table[at] != wanted) {
            at++;
        }
        return at + 1;
    }
}

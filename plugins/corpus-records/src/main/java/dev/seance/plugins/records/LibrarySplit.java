// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.InputSplit;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a split's location says: a word for what it is, and what that needs, percent-encoded and joined by blanks.
 *
 * @param kind what it is
 * @param values what it needs
 */
record LibrarySplit(Kind kind, List<String> values) {

    /** What a split can be. */
    enum Kind {
        /** One item: its id, and its files. */
        ITEM,

        /** Files of rows that share items. */
        ROWS,

        /** A stretch of an archive: the archive, where it begins and where it ends. */
        ARCHIVE,

        /** Rows of a Parquet file: the file, the first row, the one after the last, and items that are left out. */
        PARQUET,

        /** Items whose rows are scattered over Parquet files: how many files there are, these, and the items. */
        SCATTERED
    }

    LibrarySplit {
        values = List.copyOf(values);
    }

    InputSplit split(String id, long bytes) {
        String location = kind + " "
                + values.stream()
                        .map(value -> URLEncoder.encode(value, StandardCharsets.UTF_8))
                        .collect(Collectors.joining(" "));
        return new InputSplit(id, location, bytes);
    }

    static LibrarySplit of(InputSplit split) {
        String[] words = split.location().split(" ");
        return new LibrarySplit(
                Kind.valueOf(words[0]),
                Arrays.stream(words)
                        .skip(1)
                        .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                        .toList());
    }

    String text(int index) {
        return values.get(index);
    }

    long number(int index) {
        return Long.parseLong(values.get(index));
    }

    List<String> from(int index) {
        return values.subList(index, values.size());
    }
}

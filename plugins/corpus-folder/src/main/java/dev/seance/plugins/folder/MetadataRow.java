// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import dev.seance.kit.files.FileNames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One row of the metadata; what it leaves out or leaves blank is empty. Keys are read in any case, and with or without
 * blanks, hyphens and underscores; those not named here are ignored.
 *
 * @param date the year, or date, in any form that catalogues have
 */
record MetadataRow(
        String id,
        String file,
        Optional<String> title,
        Optional<String> author,
        Optional<String> date,
        Optional<String> place,
        Optional<String> language,
        Optional<String> source,
        Optional<String> licence,
        Optional<String> kind,
        Optional<String> publisher) {

    static final MetadataRow EMPTY = new MetadataRow(
            "",
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /**
     * Takes a row from its values by key.
     *
     * @throws IllegalArgumentException saying what is missing
     */
    static MetadataRow of(Map<String, String> values) {
        Map<String, String> row = new HashMap<>();
        List<String> keys = new ArrayList<>();
        values.forEach((key, value) -> {
            keys.add(key);
            row.merge(plain(key), value.strip(), (first, second) -> first.isEmpty() ? second : first);
        });
        return new MetadataRow(
                text(row, "id").map(FileNames::normalized).orElse(""),
                text(row, "file", "filename")
                        .map(MetadataRow::asListed)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "the row has no 'file', the text's name (it has: " + String.join(", ", keys) + ")")),
                text(row, "title"),
                text(row, "author"),
                text(row, "year", "date"),
                text(row, "place"),
                text(row, "language"),
                text(row, "source"),
                text(row, "licence", "license"),
                text(row, "kind"),
                text(row, "publisher"));
    }

    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** The name as the folder's listing spells it. By hand, because a path cannot hold every name under every locale. */
    private static String asListed(String file) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : FileNames.normalized(file).replace('\\', '/').split("/")) {
            if (part.equals("..") && !parts.isEmpty()) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    private static Optional<String> text(Map<String, String> row, String... keys) {
        for (String key : keys) {
            String value = row.getOrDefault(key, "");
            if (!value.isEmpty()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}

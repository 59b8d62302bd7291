// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.unicode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The general categories of the pinned Unicode version, for patterns that are regular expressions. The patterns that have
 * a name make do with {@link CharacterClasses}, which is read in a fraction of the time.
 */
public final class UnicodeCategories {

    static final String RESOURCE = "unicode-16.0-categories.txt";

    private static final String WHITE_SPACE = "White_Space";
    private static volatile UnicodeCategories shared;

    private final Map<String, CharacterSet> sets = new TreeMap<>();

    private UnicodeCategories() {
        Map<String, List<Integer>> edges = new TreeMap<>();
        UnicodeTable.read(RESOURCE, (name, first, last) -> {
            for (int length = name.equals(WHITE_SPACE) ? name.length() : 1; length <= name.length(); length++) {
                List<Integer> list = edges.computeIfAbsent(name.substring(0, length), key -> new ArrayList<>());
                list.add(first);
                list.add(last);
            }
        });
        edges.forEach((name, list) -> sets.put(name, CharacterSet.ranges(list)));
    }

    /** The categories, read once. */
    public static UnicodeCategories load() {
        UnicodeCategories result = shared;
        if (result == null) {
            result = new UnicodeCategories();
            shared = result;
        }
        return result;
    }

    /** The characters of a category, such as {@code Lu}, or of a group of them, such as {@code L}. */
    public Optional<CharacterSet> find(String name) {
        return Optional.ofNullable(name.equals(WHITE_SPACE) ? null : sets.get(name));
    }

    public List<String> names() {
        return sets.keySet().stream().filter(name -> !name.equals(WHITE_SPACE)).toList();
    }

    public CharacterSet whiteSpace() {
        return sets.get(WHITE_SPACE);
    }
}

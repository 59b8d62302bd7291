// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The people, places and things scenes talk of.
 *
 * @param names by the slot they fill; at least {@value #MIN_NAMES} each
 */
record Setting(Map<String, List<String>> names) {

    static final String PERSON = "person";
    static final String PLACE = "place";
    static final String THING = "thing";

    /** With fewer found, the book's own are added. */
    static final int MIN_NAMES = 8;

    Setting {
        names = Map.copyOf(names);
    }

    /** What a survey found, filled up from the book where that is too little. */
    static Setting of(SceneBook book, Map<String, List<String>> found) {
        return new Setting(Map.of(
                PERSON, filled(book, PERSON, found),
                PLACE, filled(book, PLACE, found),
                THING, filled(book, THING, found)));
    }

    private static List<String> filled(SceneBook book, String kind, Map<String, List<String>> found) {
        List<String> names = new ArrayList<>(found.getOrDefault(kind, List.of()));
        if (names.size() < MIN_NAMES) {
            book.list(kind).stream()
                    .map(phrase -> ((Phrase.Words) phrase).text())
                    .filter(name -> !names.contains(name))
                    .forEach(names::add);
        }
        return List.copyOf(names);
    }

    boolean has(String kind) {
        return names.containsKey(kind);
    }

    List<String> of(String kind) {
        return names.get(kind);
    }
}

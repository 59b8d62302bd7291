// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import dev.seance.plugins.filters.Resources;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The words of a language that say whether a number beside them is a year. Immutable. */
final class YearWords {

    /** What a word says of a number beside it. */
    enum Role {
        /** Before a year and little else: a month's name, "year". */
        DATE,
        /** Before a year more often than before another number: "in", "since". */
        BEFORE,
        /** Before a year, but as often before a number of things: "of", "to". */
        WEAK,
        /** What is counted or measured, after a number: "feet", "men". */
        UNIT
    }

    private final Map<String, Role> roles = new HashMap<>();

    private YearWords(String language) {
        for (String line : Resources.lines(YearWords.class, language + "/year-words.txt")) {
            String[] words = line.strip().split("\\s+");
            for (int i = 1; i < words.length; i++) {
                roles.put(words[i], Role.valueOf(words[0].toUpperCase(Locale.ROOT)));
            }
        }
    }

    /** The words of a language, as an ISO 639-1 code; none where the plugin does not have them. */
    static YearWords of(String language) {
        return new YearWords(language);
    }

    Optional<Role> role(String text, int from, int to) {
        return Optional.ofNullable(roles.get(text.substring(from, to).toLowerCase(Locale.ROOT)));
    }
}

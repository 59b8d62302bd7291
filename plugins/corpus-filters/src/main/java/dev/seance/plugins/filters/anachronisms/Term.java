// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A row of the table: a word or phrase, and since when it has been used.
 *
 * @param text as the table spells it; endings come after slashes: {@code satellite/s}
 * @param year the year of first use, in the sense meant
 * @param evidence what it means to find it in an earlier text
 */
record Term(String text, int year, Evidence evidence) {

    Term {
        Objects.requireNonNull(evidence, "evidence");
        if (text.isBlank() || text.startsWith("/")) {
            throw new IllegalArgumentException("a term needs a word, found '" + text + "'");
        }
    }

    /** The forms it is found in: the part before the first slash, and that with each ending. */
    List<String> forms() {
        String[] parts = text.split("/", -1);
        List<String> forms = new ArrayList<>(List.of(parts[0]));
        for (int i = 1; i < parts.length; i++) {
            forms.add(parts[0] + parts[i]);
        }
        return forms;
    }

    /** The first form, for messages. */
    String name() {
        return text.split("/", 2)[0];
    }
}

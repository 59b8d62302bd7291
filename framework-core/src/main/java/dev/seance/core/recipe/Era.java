// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.Objects;
import java.util.Optional;

/**
 * The years and the language a model is to know.
 *
 * @param from the first year
 * @param to the last year
 * @param language the language's English name, if the recipe gives one
 */
public record Era(int from, int to, Optional<String> language) {

    public Era {
        Objects.requireNonNull(language, "language");
        if (from > to) {
            throw new IllegalArgumentException("era begins in " + from + ", after its end in " + to);
        }
    }

    /** For people: "1837 to 1901, English". */
    public String inWords() {
        return from + " to " + to + language.map(name -> ", " + name).orElse("");
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import dev.seance.api.plugin.Option;
import java.util.Optional;

/** The options of {@link LengthFilter}. */
public record LengthOptions(
        @Option(
                doc = "The fewest words a document may have. 20 lets the shortest chapters of novels pass and"
                        + " stops blank leaves and stray headings.",
                defaultValue = "20",
                min = 0,
                unit = "words")
        long minWords,

        @Option(doc = "The most words a document may have; without it there is no limit.", min = 1, unit = "words")
        Optional<Long> maxWords) {

    public LengthOptions {
        if (maxWords.isPresent() && maxWords.get() < minWords) {
            throw new IllegalArgumentException(
                    "max-words " + maxWords.get() + " is below min-words " + minWords + "; nothing would be left");
        }
    }
}

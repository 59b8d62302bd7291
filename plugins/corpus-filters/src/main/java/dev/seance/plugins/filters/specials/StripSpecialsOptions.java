// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.specials;

import dev.seance.api.plugin.Option;
import java.util.List;

/** The options of {@link StripSpecialsFilter}. */
public record StripSpecialsOptions(
        @Option(
                doc =
                        "Spellings of special tokens to remove, besides all of the form <|...|>: those of your own vocabulary"
                                + " and of chats that may be among the texts, such as <human>.",
                defaultValue = "[]")
        List<String> tokens) {

    public StripSpecialsOptions {
        tokens = List.copyOf(tokens);
        for (String token : tokens) {
            if (token.strip().length() < 2) {
                throw new IllegalArgumentException("'tokens' has '" + token
                        + "', which ordinary text has too; a special token is two characters or more");
            }
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.specials;

import dev.seance.api.plugin.Option;
import java.util.List;

/** The options of {@link StripSpecialsFilter}. */
public record StripSpecialsOptions(
        @Option(
                doc = "Spellings of special tokens to remove, besides all of the form <|...|>. The default is what the"
                        + " turns of published chats of Victorian models are marked with; name those of your own"
                        + " vocabulary and data.",
                defaultValue = "[<human>, <victorian>]")
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

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.dialogue;

import java.util.Locale;

/** Who says a turn. */
public enum Role {
    /** The person who asks. */
    USER,
    /** The model, or the character whose part it takes. */
    ASSISTANT;

    /** The name in dialogue files: {@code user}, {@code assistant}. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

import java.util.Objects;

/**
 * What was replaced in a file.
 *
 * @param file the file, as messages call it
 * @param count how often U+FFFD was put in
 * @param first the byte of the file where that was done first, counted from 0
 */
public record Replacements(String file, long count, long first) {

    public Replacements {
        Objects.requireNonNull(file, "file");
        if (count < 1 || first < 0) {
            throw new IllegalArgumentException(count + " replacements from byte " + first);
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A text file of the folder.
 *
 * @param name its path within the folder, with {@code /} on every system
 * @param path where it is
 * @param bytes its size on disk
 */
record TextFile(String name, Path path, long bytes) {

    static final String PLAIN = ".txt";
    static final String PACKED = ".txt.gz";

    /** The ending that makes a file of that name a text, if it has one. */
    static Optional<String> ending(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(PACKED)) {
            return Optional.of(PACKED);
        }
        return lower.endsWith(PLAIN) ? Optional.of(PLAIN) : Optional.empty();
    }

    /** The name without its ending: the id of a text without metadata. */
    String stem() {
        return name.substring(0, name.length() - ending(name).orElse("").length());
    }
}

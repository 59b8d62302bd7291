// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The digest of what a path holds: a file's bytes, or the names and bytes of the files in a folder. */
public final class TreeDigest {

    private TreeDigest() {}

    /** SHA-256 in hexadecimal; empty when nothing is there. */
    public static Optional<String> of(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return Optional.of(Digests.of(path));
        }
        if (!Files.isDirectory(path)) {
            return Optional.empty();
        }
        StringBuilder lines = new StringBuilder();
        try (Stream<Path> walk = Files.walk(path)) {
            List<Path> files = walk.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(file -> name(path, file)))
                    .toList();
            for (Path file : files) {
                lines.append(name(path, file))
                        .append('\0')
                        .append(Digests.of(file))
                        .append('\n');
            }
        }
        return Optional.of(Digests.of(lines.toString()));
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }
}

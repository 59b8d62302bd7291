// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A plugin's files, ready to load from.
 *
 * @param root the folder with {@code plugin.properties}, or the plugin's only jar
 */
record PluginContent(Path root) {

    PluginContent {
        Objects.requireNonNull(root, "root");
    }

    /** Whether the plugin is a single jar, which describes itself in its manifest. */
    boolean isJar() {
        return Files.isRegularFile(root);
    }

    /** {@code classes/} and {@code lib/*.jar} by name, or the only jar. The order is the same on every machine. */
    List<Path> classPath() throws IOException {
        if (isJar()) {
            return List.of(root);
        }
        List<Path> path = new ArrayList<>();
        if (Files.isDirectory(root.resolve("classes"))) {
            path.add(root.resolve("classes"));
        }
        Path lib = root.resolve("lib");
        if (Files.isDirectory(lib)) {
            try (Stream<Path> jars = Files.list(lib)) {
                jars.filter(jar -> jar.getFileName().toString().endsWith(".jar"))
                        .sorted()
                        .forEach(path::add);
            }
        }
        return path;
    }

    /** How messages call an entry of the class path. */
    String display(Path entry) {
        return isJar() ? entry.getFileName().toString() : root.relativize(entry).toString();
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.StreamSupport;

/**
 * A folder, zip or jar that should be a plugin.
 *
 * @param path where it is
 * @param bundled whether it is part of the installation
 */
public record PluginFile(Path path, boolean bundled) {

    public PluginFile {
        Objects.requireNonNull(path, "path");
    }

    /** Everything in a plugins folder that looks like a plugin, by name; hidden files and other kinds are left alone. */
    public static List<PluginFile> in(Path folder, boolean bundled) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            return StreamSupport.stream(files.spliterator(), false)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .map(file -> new PluginFile(file, bundled))
                    .filter(file -> file.isFolder() || file.isZip() || file.isJar())
                    .sorted((one, other) -> one.path.compareTo(other.path))
                    .toList();
        }
    }

    public boolean isFolder() {
        return Files.isDirectory(path);
    }

    public boolean isZip() {
        return !isFolder() && endsIn(".zip");
    }

    public boolean isJar() {
        return !isFolder() && endsIn(".jar");
    }

    private boolean endsIn(String ending) {
        return path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }
}

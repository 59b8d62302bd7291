// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a plugin, or one extension of it, is not used.
 *
 * @param file the folder, zip or jar
 * @param plugin the plugin's id, where it could be read
 * @param message what was found and what to do, one line
 */
public record PluginProblem(Path file, Optional<String> plugin, String message) {

    public PluginProblem {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(plugin, "plugin");
        Objects.requireNonNull(message, "message");
    }

    /** The line for a screen: {@code file: message}. Names in a damaged file may hold anything, a terminal's commands too. */
    public String line() {
        return (file + ": " + message).replaceAll("\\p{Cntrl}", "?");
    }
}

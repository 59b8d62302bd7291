// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.installation;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The folders of the user: as a variable of our own says, or in the desktop's (XDG Base Directory Specification), or in the
 * usual place. A variable that is set to nothing counts as not set; a desktop's folder that is not absolute is ignored, as
 * that specification has it.
 *
 * @param variables the environment: the value of a variable, or null
 * @param javaHome the user's home as Java has it
 */
record UserFolders(UnaryOperator<String> variables, String javaHome) {

    /** For downloads and measurements. */
    Path cache() {
        return folder("SEANCE_CACHE", "XDG_CACHE_HOME", ".cache");
    }

    /** For plugins of the user's own, and what they typed. */
    Path data() {
        return folder("SEANCE_DATA", "XDG_DATA_HOME", ".local/share");
    }

    private Path folder(String own, String desktop, String usual) {
        return variable(own)
                .map(Path::of)
                .orElseGet(() -> variable(desktop)
                        .map(Path::of)
                        .filter(Path::isAbsolute)
                        .orElseGet(() -> home().resolve(usual))
                        .resolve("seance"))
                .toAbsolutePath();
    }

    /**
     * As the launcher: HOME first. Java asks the user database, which in a container often has nobody of that number.
     */
    private Path home() {
        return Path.of(variable("HOME").orElse(javaHome));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(variables.apply(name)).filter(value -> !value.isBlank());
    }
}

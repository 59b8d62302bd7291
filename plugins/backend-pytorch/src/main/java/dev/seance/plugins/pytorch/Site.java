// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the process stands on: the system's files and the variables it was started with. Another root and other variables
 * make another machine, for tests.
 *
 * @param root the folder that stands for {@code /}
 * @param variables the environment
 */
record Site(Path root, Map<String, String> variables) {

    Site {
        Objects.requireNonNull(root, "root");
        variables = Map.copyOf(variables);
    }

    /** This machine. What is set as a property of Java counts where no variable is set, as for DJL. */
    static Site here() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String name : Natives.VARIABLES) {
            String property = System.getProperty(name);
            if (property != null) {
                variables.put(name, property);
            }
        }
        variables.putAll(System.getenv());
        return new Site(Path.of("/"), variables);
    }

    /** A file of the system, by its absolute path. */
    Path file(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    /** A variable, when it is set to something. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}

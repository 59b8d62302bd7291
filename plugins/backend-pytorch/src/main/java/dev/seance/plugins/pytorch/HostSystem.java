// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The system this process runs on: its platform, its files and the environment variables. Tests make other ones of a
 * folder and a map.
 *
 * @param platform system and architecture
 * @param root the folder that stands for {@code /}
 * @param variables the environment
 */
record HostSystem(NativePlatform platform, Path root, Map<String, String> variables) {

    HostSystem {
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(root, "root");
        variables = Map.copyOf(variables);
    }

    /** The running one. A Java property counts where no environment variable is set, as for DJL. */
    static HostSystem current() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String name : Natives.VARIABLES) {
            String property = System.getProperty(name);
            if (property != null) {
                variables.put(name, property);
            }
        }
        variables.putAll(System.getenv());
        return new HostSystem(NativePlatform.current(), Path.of("/"), variables);
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

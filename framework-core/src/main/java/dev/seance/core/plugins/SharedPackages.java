// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The packages that a plugin gets from the host and from nowhere else: the API and what its signatures name. Host and
 * plugin must mean the same class by the same name there, and only there.
 */
final class SharedPackages {

    /** The start of a class's name, and the artifact it comes from. */
    private static final Map<String, String> TREES = Map.of(
            "dev.seance.api.", "framework-api",
            "dev.seance.kit.", "framework-api",
            "org.pf4j.", "pf4j",
            "jakarta.inject.", "jakarta.inject-api");

    /** Package by package: its bridges from other logging libraries have packages beside these and are a plugin's own. */
    private static final Set<String> LOGGING =
            Set.of("org.slf4j", "org.slf4j.event", "org.slf4j.helpers", "org.slf4j.spi");

    private SharedPackages() {}

    static boolean hold(String className) {
        return artifactOf(className).isPresent();
    }

    /** The artifact that a shared class comes from; empty for a class that is not shared. */
    static Optional<String> artifactOf(String className) {
        for (Map.Entry<String, String> tree : TREES.entrySet()) {
            if (className.startsWith(tree.getKey())) {
                return Optional.of(tree.getValue());
            }
        }
        int dot = className.lastIndexOf('.');
        return dot > 0 && LOGGING.contains(className.substring(0, dot)) ? Optional.of("slf4j-api") : Optional.empty();
    }
}

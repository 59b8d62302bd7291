// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import java.util.Locale;
import java.util.Map;

/** Names of machines, {@code linux-x86_64}, however the makers of native libraries spell them. */
final class Platform {

    private static final Map<String, String> SYSTEMS = Map.of("osx", "macos", "macosx", "macos", "win", "windows");
    private static final Map<String, String> PROCESSORS =
            Map.of("amd64", "x86_64", "x64", "x86_64", "arm64", "aarch64");

    private Platform() {}

    /** This machine's. */
    static String here() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String name = system.startsWith("mac") ? "macos" : system.startsWith("windows") ? "windows" : system;
        return name + "-" + processor(System.getProperty("os.arch").toLowerCase(Locale.ROOT));
    }

    /** Whether a name means a platform. */
    static boolean same(String name, String platform) {
        String lower = name.toLowerCase(Locale.ROOT);
        int hyphen = lower.indexOf('-');
        if (hyphen < 0) {
            return false;
        }
        String system = lower.substring(0, hyphen);
        return (SYSTEMS.getOrDefault(system, system) + "-" + processor(lower.substring(hyphen + 1))).equals(platform);
    }

    private static String processor(String name) {
        return PROCESSORS.getOrDefault(name, name);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever gets the distribution is told whose libraries are in it, and under which licences. */
class NoticesIT {

    /** {@code (Apache-2.0) (LGPL-2.1-or-later) Java Native Access (net.java.dev.jna:jna:5.17.0 - https://...)} */
    private static final Pattern ENTRY =
            Pattern.compile("\\s*((?:\\([^()]+\\) )+).*\\(([^:()]+):([^:]+):([^: ]+) - .*");

    @Test
    void nameTheLicenceOfEveryLibrary() throws IOException {
        assertNamed(Seance.HOME.resolve("lib"), Seance.HOME);
        assertNamed(Seance.HOME.resolve("lib/maven"), Seance.HOME.resolve("lib/maven"));
        try (Stream<Path> plugins = Files.list(Seance.HOME.resolve("plugins"))) {
            for (Path plugin : plugins.toList()) {
                assertNamed(plugin.resolve("lib"), plugin);
            }
        }
    }

    private static void assertNamed(Path libraries, Path notices) throws IOException {
        Map<String, String> licences = licences(notices.resolve("THIRD-PARTY.txt"));
        try (Stream<Path> jars = Files.list(libraries)) {
            List<String> foreign = jars.map(jar -> jar.getFileName().toString())
                    .filter(jar -> jar.endsWith(".jar") && !isOurs(jar, notices))
                    .toList();
            assertThat(foreign).allSatisfy(jar -> assertThat(licences.keySet())
                    .as("%s of %s in %s", jar, libraries, licences)
                    .anyMatch(jar::startsWith));
        }
        assertThat(licences.values()).noneMatch(licence -> licence.contains("Unknown"));
    }

    private static boolean isOurs(String jar, Path notices) {
        return jar.startsWith("framework-")
                || jar.startsWith("plugin-archetype-")
                || jar.matches(Pattern.quote(notices.getFileName().toString()) + "-\\d.*");
    }

    /** By artifact and version, as jars are named. */
    private static Map<String, String> licences(Path file) throws IOException {
        Map<String, String> licences = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            Matcher entry = ENTRY.matcher(line);
            if (entry.matches()) {
                licences.put(
                        entry.group(3) + "-" + entry.group(4), entry.group(1).strip());
            }
        }
        return licences;
    }

    @Test
    void comeWithTheLicenceItself() {
        assertThat(Seance.HOME.resolve("LICENSE")).content().contains("Apache License", "Version 2.0");
        assertThat(Seance.HOME.resolve("NOTICE")).content().contains("THIRD-PARTY.txt");
    }
}

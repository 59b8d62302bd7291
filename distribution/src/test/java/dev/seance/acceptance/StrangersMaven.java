// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Maven as somebody has it who never built Seance: the local repository of whoever runs these tests, without anything of
 * Seance. That has to come from the distribution, and must not stay in the real one, where the next build's would not
 * replace it.
 */
final class StrangersMaven {

    private StrangersMaven() {}

    /**
     * The command and its options, without a goal.
     *
     * @param folder an existing folder for what it keeps
     */
    static List<String> command(Path folder) throws IOException {
        return List.of(
                Path.of(System.getProperty("seance.maven"), "bin/mvn").toString(),
                "-B",
                "-q",
                "-o",
                // A folder on this disk is no network.
                "-Daether.offline.protocols=file",
                "-Dmaven.repo.local=" + localRepository(folder.resolve("m2")),
                "-s",
                settings(folder.resolve("settings.xml")).toString());
    }

    /** Names the repository of the distribution, for projects that do not: those of docs/examples. */
    private static Path settings(Path file) throws IOException {
        return Files.writeString(
                file, """
                <settings>
                  <profiles>
                    <profile>
                      <id>seance</id>
                      <repositories>
                        <repository>
                          <id>seance</id>
                          <url>%s</url>
                          <releases><checksumPolicy>ignore</checksumPolicy></releases>
                        </repository>
                      </repositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>seance</activeProfile></activeProfiles>
                </settings>
                """.formatted(Seance.HOME.resolve("repository").toUri()));
    }

    private static Path localRepository(Path own) throws IOException {
        Path theirs = Path.of(System.getProperty("seance.localRepository"));
        link(theirs, own, "dev");
        if (Files.isDirectory(theirs.resolve("dev"))) {
            link(theirs.resolve("dev"), own.resolve("dev"), "seance");
        }
        return own;
    }

    private static void link(Path from, Path to, String except) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                if (!entry.getFileName().toString().equals(except)) {
                    Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
                }
            }
        }
    }
}

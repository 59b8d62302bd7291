// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * Loads Maven's resolver from a folder of the installation of its own, {@code lib/maven}: thirty jars that one command
 * needs, and that no start should have on its class path.
 */
public final class MavenLibraries implements ArtifactRepository.Provider {

    private final Path folder;

    /** @param home the installation's folder */
    public MavenLibraries(Path home) {
        this.folder = home.resolve("lib/maven");
    }

    @Override
    public ArtifactRepository open(boolean offline, Consumer<String> progress) {
        // Open as long as the process: its libraries have threads and hooks that outlive the repository.
        ClassLoader loader = new URLClassLoader("maven", jars(), MavenLibraries.class.getClassLoader());
        return ServiceLoader.load(ArtifactRepository.Provider.class, loader)
                .findFirst()
                .orElseThrow(this::missing)
                .open(offline, progress);
    }

    private URL[] jars() {
        if (!Files.isDirectory(folder)) {
            throw missing();
        }
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : files) {
                jars.add(jar.toUri().toURL());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jars.toArray(URL[]::new);
    }

    private UserError missing() {
        return new UserError("the installation is damaged: " + folder
                + " with Maven's resolver is not whole; install Seance again, or name the plugin's file");
    }
}

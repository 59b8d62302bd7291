// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Looks for copies of the {@link SharedPackages} in a plugin. They would never be loaded; that they are there means that
 * the plugin was put together wrongly, and that its author may count on another version of them than it gets.
 */
final class BundledApi {

    private static final String CLASS = ".class";

    /** Where a jar keeps what is for newer Javas, each in a folder of its number. */
    private static final String VERSIONS = "META-INF/versions/";

    private BundledApi() {}

    /** What is wrong, naming the first such class; empty when all is well. */
    static Optional<String> firstIn(PluginContent content) throws IOException {
        for (Path entry : content.classPath()) {
            Optional<String> found = firstIn(content, entry);
            if (found.isPresent()) {
                String artifact = SharedPackages.artifactOf(found.get()).orElseThrow();
                return Optional.of("brings its own " + found.get() + " (in " + content.display(entry)
                        + "), which the host provides; give " + artifact + " the scope 'provided' and build it again");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> firstIn(PluginContent content, Path entry) throws IOException {
        if (Files.isDirectory(entry)) {
            try (Stream<Path> files = Files.walk(entry)) {
                return firstOf(files.map(file -> entry.relativize(file).toString()));
            }
        }
        try (ZipFile jar = new ZipFile(entry.toFile())) {
            return firstOf(jar.stream().map(ZipEntry::getName));
        } catch (ZipException e) {
            throw new IOException(content.display(entry) + ": " + e.getMessage(), e);
        }
    }

    private static Optional<String> firstOf(Stream<String> files) {
        return files.filter(file -> file.endsWith(CLASS))
                .map(BundledApi::className)
                .filter(SharedPackages::hold)
                .sorted()
                .findFirst();
    }

    private static String className(String file) {
        int start = file.startsWith(VERSIONS) ? file.indexOf('/', VERSIONS.length()) + 1 : 0;
        return file.substring(start, file.length() - CLASS.length())
                .replace('/', '.')
                .replace('\\', '.');
    }
}

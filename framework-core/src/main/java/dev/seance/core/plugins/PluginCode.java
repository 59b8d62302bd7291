// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.core.store.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.pf4j.processor.LegacyExtensionStorage;

/**
 * The code of a plugin as a part of keys: its own classes and resources by content, its libraries by name and version. The
 * platform in a library's name counts for nothing, so that natives of another machine leave the key alone; neither does
 * anything that a build of the same sources changes, such as the manifest.
 */
public final class PluginCode {

    /** {@code -linux-x86_64}, {@code -osx-aarch64}, {@code -win-x86_64}, with what follows up to the file's suffix. */
    private static final Pattern PLATFORM =
            Pattern.compile("-(linux|osx|macosx|macos|win|windows)(-[a-z0-9_]+)*(?=\\.jar$)");

    private static final Pattern VERSIONED = Pattern.compile(".*-v?\\d.*\\.jar");

    private final PluginContent content;
    private String digest;

    PluginCode(PluginContent content) {
        this.content = Objects.requireNonNull(content, "content");
    }

    /** SHA-256 in hexadecimal; computed the first time, which reads the plugin's own classes and no library. */
    public synchronized String digest() {
        if (digest == null) {
            try {
                StringBuilder lines = new StringBuilder();
                for (Path entry : content.classPath()) {
                    lines.append(describe(entry));
                }
                digest = Digests.of(lines.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return digest;
    }

    private String describe(Path entry) throws IOException {
        if (Files.isDirectory(entry)) {
            return classes(entry);
        }
        try (ZipFile jar = new ZipFile(entry.toFile())) {
            boolean own = content.isJar() || jar.getEntry(LegacyExtensionStorage.EXTENSIONS_RESOURCE) != null;
            return own ? classes(jar) : library(entry);
        }
    }

    private static String library(Path jar) throws IOException {
        String name = PLATFORM.matcher(jar.getFileName().toString()).replaceAll("");
        return VERSIONED.matcher(name).matches()
                ? "library " + name + '\n'
                : "library " + name + ' ' + Digests.of(jar) + '\n';
    }

    private static String classes(Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (counts(name)) {
                    lines.append(line(name, Digests.of(file)));
                }
            }
        }
        return lines.toString();
    }

    private static String classes(ZipFile jar) throws IOException {
        StringBuilder lines = new StringBuilder();
        List<? extends ZipEntry> entries = jar.stream()
                .filter(entry -> !entry.isDirectory() && counts(entry.getName()))
                .sorted(Comparator.comparing(ZipEntry::getName))
                .toList();
        for (ZipEntry entry : entries) {
            try (InputStream in = jar.getInputStream(entry)) {
                lines.append(line(entry.getName(), Digests.of(in)));
            }
        }
        return lines.toString();
    }

    private static String line(String name, String digest) {
        return name + '\0' + digest + '\n';
    }

    /** Manifest, Maven's descriptors and signatures change with every build, or with a version alone. */
    private static boolean counts(String name) {
        return !name.equals("META-INF/MANIFEST.MF")
                && !name.startsWith("META-INF/maven/")
                && !name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PluginCode code && code.content.equals(content);
    }

    @Override
    public int hashCode() {
        return content.hashCode();
    }
}

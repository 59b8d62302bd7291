// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.pf4j.IndexedExtensionFinder;

/**
 * Tells without loading a class which of the installation's own plugins a command has no use for: half of the start of
 * a command that needs one plugin would be spent on the others. An extension's class file names the interface it
 * implements; of the bundled plugins none inherits it. Other people's plugins are always looked at.
 *
 * @param wanted the kinds of extensions the command asks for
 */
record PluginPrefilter(Set<ExtensionKind> wanted) {

    /** Every kind there is. */
    static final PluginPrefilter ALL = new PluginPrefilter(Set.of(ExtensionKind.values()));

    PluginPrefilter {
        wanted = Set.copyOf(wanted);
    }

    /** Whether to load it; true also when that cannot be told, so that loading says what is wrong. */
    boolean mayNeed(PluginFile file) {
        if (!file.bundled() || !file.isFolder() || wanted.size() == ExtensionKind.values().length) {
            return true;
        }
        try {
            boolean indexed = false;
            for (Path entry : new PluginContent(file.path()).classPath()) {
                if (Files.isDirectory(entry)) {
                    return true;
                }
                try (ZipFile jar = new ZipFile(entry.toFile())) {
                    ZipEntry index = jar.getEntry(IndexedExtensionFinder.EXTENSIONS_RESOURCE);
                    if (index != null) {
                        indexed = true;
                        if (namesWanted(jar, index)) {
                            return true;
                        }
                    }
                }
            }
            return !indexed;
        } catch (Exception | OutOfMemoryError e) { // whatever is wrong, loading says it better
            return true;
        }
    }

    private boolean namesWanted(ZipFile jar, ZipEntry index) throws IOException {
        List<String> classes;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(jar.getInputStream(index), StandardCharsets.UTF_8))) {
            classes = lines.lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
        for (String name : classes) {
            ZipEntry file = jar.getEntry(name.replace('.', '/') + ".class");
            if (file == null) {
                return true;
            }
            try (InputStream in = jar.getInputStream(file)) {
                // Names in a class file are its own kind of UTF-8, which for these is ASCII.
                String content = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                if (wanted.stream()
                        .anyMatch(
                                kind -> content.contains(kind.point().getName().replace('.', '/')))) {
                    return true;
                }
            }
        }
        return false;
    }
}

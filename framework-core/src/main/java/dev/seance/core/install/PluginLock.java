// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import dev.seance.api.run.UserError;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The lock file of a plugins folder, {@value #FILE}: what was installed, where from, and the digest of what lies there.
 * Plugins that were put into the folder by hand are not in it.
 *
 * @param format {@value #FORMAT}
 * @param version of the format
 * @param plugins by id
 */
public record PluginLock(String format, int version, List<Entry> plugins) {

    public static final String FILE = "plugins.lock";

    private static final String FORMAT = "seance-plugins";
    private static final int VERSION = 1;

    /**
     * One plugin.
     *
     * @param id its id
     * @param version its version
     * @param file its file or folder in the plugins folder
     * @param sha256 the digest of the file, or of the names and bytes of the folder's files
     * @param source what it was installed from: a path, an address, or coordinates
     */
    public record Entry(String id, String version, String file, String sha256, String source) {

        public Entry {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(version, "version");
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(sha256, "sha256");
            Objects.requireNonNull(source, "source");
        }
    }

    public PluginLock {
        if (!FORMAT.equals(format) || version != VERSION) {
            throw new IllegalArgumentException("it has the format '" + format + "' " + version + ", this Seance reads '"
                    + FORMAT + "' " + VERSION);
        }
        plugins = List.copyOf(plugins);
    }

    /**
     * The lock of a folder; empty when it has none.
     *
     * @throws UserError when the file is damaged
     */
    public static PluginLock read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return new PluginLock(FORMAT, VERSION, List.of());
        }
        try {
            return Json.read(file, PluginLock.class);
        } catch (IOException e) {
            throw new UserError(
                    file + " cannot be read (" + Json.reason(e) + "); delete it and install the plugins again", e);
        }
    }

    void write(Path folder) throws IOException {
        AtomicFiles.write(folder.resolve(FILE), Json.pretty(this) + "\n");
    }

    public Optional<Entry> find(String id) {
        return plugins.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }

    PluginLock with(Entry entry) {
        List<Entry> changed = new ArrayList<>(without(entry.id()).plugins());
        changed.add(entry);
        changed.sort(Comparator.comparing(Entry::id));
        return new PluginLock(format, version, changed);
    }

    PluginLock without(String id) {
        return new PluginLock(
                format,
                version,
                plugins.stream().filter(entry -> !entry.id().equals(id)).toList());
    }
}

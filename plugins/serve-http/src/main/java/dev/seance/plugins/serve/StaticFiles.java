// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import dev.seance.api.serving.ServedPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What there is to look at: the page for people, a few files of the plugin, read once; and pages of the host. No path from
 * the network is looked up anywhere else.
 */
final class StaticFiles {

    /**
     * A file.
     *
     * @param type its content type
     * @param bytes what it holds now; not to be changed
     */
    record File(String type, Supplier<byte[]> bytes) {}

    static final StaticFiles NONE = new StaticFiles(Map.of());

    private final Map<String, File> files;

    private StaticFiles(Map<String, File> files) {
        this.files = Map.copyOf(files);
    }

    static StaticFiles ofThePage() {
        Map<String, File> files = new LinkedHashMap<>();
        files.put("/", read("page.html", "text/html; charset=utf-8"));
        files.put("/page.css", read("page.css", "text/css; charset=utf-8"));
        files.put("/page.js", read("page.js", "text/javascript; charset=utf-8"));
        files.put("/icon.svg", read("icon.svg", "image/svg+xml"));
        return new StaticFiles(files);
    }

    private static File read(String name, String type) {
        try (InputStream in = StaticFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from the plugin");
            }
            byte[] bytes = in.readAllBytes();
            return new File(type, () -> bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** These, with pages in front of them. */
    StaticFiles and(List<ServedPage> pages) {
        Map<String, File> all = new LinkedHashMap<>(files);
        pages.forEach(page -> all.put(page.path(), new File(page.type(), page.content())));
        return new StaticFiles(all);
    }

    Optional<File> find(String path) {
        return Optional.ofNullable(files.get(path));
    }
}

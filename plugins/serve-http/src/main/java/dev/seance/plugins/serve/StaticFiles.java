// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The page for people: a few files of the plugin, read once. No path from the network is looked up anywhere else. */
final class StaticFiles {

    /**
     * A file.
     *
     * @param type its content type
     * @param bytes what it holds; not to be changed
     */
    record File(String type, byte[] bytes) {}

    private final Map<String, File> files;

    private StaticFiles(Map<String, File> files) {
        this.files = files;
    }

    static StaticFiles load() {
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
            return new File(type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<File> find(String path) {
        return Optional.ofNullable(files.get(path));
    }
}

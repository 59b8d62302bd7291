// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.zip.GZIPOutputStream;

/** A folder of invented texts. */
record TestFolder(Path path) {

    TestFolder {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void write(String name, String text) throws IOException {
        write(name, text.getBytes(UTF_8));
    }

    void write(String name, byte[] bytes) throws IOException {
        Path file = path.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    void pack(String name, String text) throws IOException {
        Path file = path.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(UTF_8));
        }
    }

    CorpusSource source() {
        return source(new FolderOptions(path, "utf-8", "en", true));
    }

    /** A source with an empty cache. */
    static FolderSource source(FolderOptions options) {
        return source(options, new DigestCache(Path.of("/dev/null"), 2, Clock.systemUTC()));
    }

    static FolderSource source(FolderOptions options, TextMemory memory) {
        return new FolderSource(options, new DigestCache(Path.of("/dev/null"), 2, Clock.systemUTC()), memory);
    }

    static FolderSource source(FolderOptions options, DigestCache digests) {
        return new FolderSource(options, digests, new TextMemory());
    }
}

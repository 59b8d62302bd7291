// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.kit.files.DigestCache;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** A folder of invented books. */
record TestBooks(Path path) {

    TestBooks {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A cache of digests that keeps nothing. */
    static DigestCache digests() {
        return new DigestCache(Path.of("/dev/null"), 2, Clock.systemUTC());
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

    /** All documents; no bad record is allowed. */
    static List<Document> read(CorpusSource source) throws IOException {
        return read(source, BadRecords.FAIL);
    }

    static List<Document> read(CorpusSource source, BadRecords bad) throws IOException {
        List<Document> all = new ArrayList<>();
        for (InputSplit split : source.splits()) {
            try (Stream<Document> documents = source.read(split, bad)) {
                documents.forEach(all::add);
            }
        }
        return all;
    }

    /** What is bad when everything is read. */
    static List<BadRecord> bad(CorpusSource source) throws IOException {
        List<BadRecord> bad = new ArrayList<>();
        read(source, bad::add);
        return bad;
    }
}

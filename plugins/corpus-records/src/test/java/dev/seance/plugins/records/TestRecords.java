// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Files of records for tests, and sources of them with an empty cache. */
final class TestRecords {

    private TestRecords() {}

    static DigestCache digests() {
        return new DigestCache(Path.of("/dev/null"), 2, Clock.systemUTC());
    }

    static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    static JsonlSource jsonl(Path path, FieldOptions fields, long split) {
        return new JsonlSource(new JsonlOptions(path, fields, "en"), digests(), new TextMemory(), split);
    }

    static CsvSource csv(Path path, FieldOptions fields, String encoding) {
        return new CsvSource(new CsvOptions(path, fields, "en", "auto", encoding), digests(), new TextMemory());
    }

    static ParquetSource parquet(Path path, FieldOptions fields, long split) {
        return new ParquetSource(
                new ParquetOptions(path, fields, "en"), digests(), new TextMemory(), temporary(), split);
    }

    static Path write(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = file.toString().endsWith(".gz")
                ? new GZIPOutputStream(Files.newOutputStream(file))
                : Files.newOutputStream(file)) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    static List<Document> read(CorpusSource source, BadRecords bad) throws IOException {
        List<Document> documents = new ArrayList<>();
        for (InputSplit split : source.splits()) {
            try (Stream<Document> read = source.read(split, bad)) {
                documents.addAll(read.toList());
            }
        }
        return documents;
    }

    /** A mapping with other columns for the text, the id and the year. */
    static FieldOptions fields(String text, String id, String year, List<String> attributes) {
        return new FieldOptions(
                text,
                Optional.of(id),
                Optional.empty(),
                Optional.empty(),
                Optional.of(year),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                attributes);
    }
}

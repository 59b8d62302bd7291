// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.TextMemory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Scans for tests, and sources of them with an empty cache. */
final class TestScans {

    private TestScans() {}

    static DigestCache digests() {
        return new DigestCache(Path.of("/dev/null"), 2, Clock.systemUTC());
    }

    static AltoSource alto(Path path) {
        return alto(path, Documents.FOLDERS);
    }

    static AltoSource alto(Path path, Documents documents) {
        return new AltoSource(new ScanOptions(path, "", documents), digests(), new TextMemory());
    }

    /** An ALTO page of one block, a line a string. */
    static String page(String... lines) {
        return alto(Stream.of(lines)
                .map(line -> "<TextLine>" + words(line) + "</TextLine>")
                .collect(Collectors.joining("", "<TextBlock>", "</TextBlock>")));
    }

    private static String words(String line) {
        return Stream.of(line.split(" "))
                .map(word -> "<String CONTENT=\"" + word + "\" WC=\"0.5\"/>")
                .collect(Collectors.joining("<SP/>"));
    }

    /** An ALTO file with that in its print space. */
    static String alto(String blocks) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v3#\"><Layout><Page ID=\"P1\">\n"
                + "<PrintSpace>" + blocks + "</PrintSpace></Page></Layout></alto>\n";
    }

    static Path write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** A zip of names and contents, in that order. */
    static Path zip(Path file, String... namesAndContents) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndContents[i]));
                zip.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
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

    static List<Document> read(CorpusSource source) throws IOException {
        return read(source, BadRecords.FAIL);
    }

    /** Reads what can be read, and lists in words what cannot. */
    static List<Document> readWhatCanBe(CorpusSource source, List<String> bad) throws IOException {
        return read(source, (BadRecord record) -> bad.add(record.inWords()));
    }

    static List<ScanPage> pages(PageFormat format, String content) throws Exception {
        return format.read(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), 1_000_000);
    }

    /** The text of a file with one page. */
    static String text(PageFormat format, String content) throws Exception {
        List<ScanPage> pages = pages(format, content);
        return pages.stream().map(page -> page.page("").text()).collect(Collectors.joining("\f"));
    }
}

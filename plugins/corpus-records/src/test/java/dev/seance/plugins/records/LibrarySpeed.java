// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Page;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Measures how quickly the library's data are read, beside the floor: decompressing the same files and parsing their JSON
 * with the same libraries, and nothing else. Both in turns, in processor time of one thread.
 *
 * <p>As a program: {@code LibrarySpeed FOLDER [ROUNDS]}.
 */
final class LibrarySpeed {

    private final Path folder;

    LibrarySpeed(Path folder) {
        this.folder = folder;
    }

    /** Characters of text that were read, and processor seconds that it took. */
    record Reading(long characters, double seconds) {

        double megabytesPerSecond() {
            return characters / 1e6 / seconds;
        }
    }

    private interface Work {
        long characters() throws IOException;
    }

    private static Reading timed(Work work) throws IOException {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long characters = work.characters();
        return new Reading(characters, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e9);
    }

    Reading source() throws IOException {
        return timed(() -> {
            BritishLibrarySource source = LibraryLayoutsTest.source(folder);
            long characters = 0;
            for (InputSplit split : source.splits()) {
                try (Stream<Document> documents = source.read(split, BadRecords.FAIL)) {
                    characters += documents
                            .flatMap(document -> document.pages().stream())
                            .map(Page::text)
                            .mapToLong(String::length)
                            .sum();
                }
            }
            return characters;
        });
    }

    Reading floor() throws IOException {
        return timed(() -> {
            long characters = 0;
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    characters += file.toString().endsWith(".tar.gz") ? archive(file) : lines(unpacked(file));
                }
            }
            return characters;
        });
    }

    private static InputStream unpacked(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private static long archive(Path file) throws IOException {
        long characters = 0;
        try (TarArchiveInputStream tar = new TarArchiveInputStream(unpacked(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                characters += lines(new GZIPInputStream(
                        new FilterInputStream(tar) {
                            @Override
                            public void close() {
                                // The archive is read on.
                            }
                        },
                        1 << 16));
            }
        }
        return characters;
    }

    private static long lines(InputStream in) throws IOException {
        long characters = 0;
        try (JsonParser json = new JsonFactory().createParser(in)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                boolean text =
                        token == JsonToken.VALUE_STRING && json.currentName().equals("text");
                if (token.isScalarValue()) {
                    String value = json.getText();
                    characters += text ? value.length() : 0;
                }
            }
        }
        return characters;
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    public static void main(String[] arguments) throws IOException {
        LibrarySpeed speed = new LibrarySpeed(Path.of(arguments[0]));
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        for (int round = 0; round < rounds; round++) {
            Reading source = speed.source();
            if (arguments[0].endsWith("parquet")) {
                System.out.printf(
                        Locale.ROOT,
                        "%,d MB: source %.1f MB/s, peak heap %,d MB%n",
                        source.characters() / 1_000_000,
                        source.megabytesPerSecond(),
                        peak() >> 20);
                continue;
            }
            Reading floor = speed.floor();
            System.out.printf(
                    Locale.ROOT,
                    "%,d MB: floor %.1f MB/s, source %.1f MB/s (%.2f of it), peak heap %,d MB%n",
                    source.characters() / 1_000_000,
                    floor.megabytesPerSecond(),
                    source.megabytesPerSecond(),
                    source.megabytesPerSecond() / floor.megabytesPerSecond(),
                    peak() >> 20);
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.TextMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is bad is reported with its place; what is good beside it is read. */
class LibraryBadInputTest {

    private static final String PAGE =
            "{\"record_id\": \"000000037\", \"date\": 1851, \"pg\": %d, \"text\": \"Page %d.\"}";

    @TempDir
    Path temporary;

    private final List<BadRecord> reported = new ArrayList<>();
    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(temporary.resolve("library"));
    }

    @Nested
    class Lines {

        @Test
        void isNoJson() throws Exception {
            assertThat(pages(page(1), "{\"record_id\": \"000000037\", \"pg\": 2, \"text\": \"", page(3)))
                    .containsExactly("Page 1.", "Page 3.");
            assertReported("1851_000000037.jsonl, line 2", "invalid JSON");
            assertThat(pages(page(1), "[1, 2]", "17", page(2) + "}", page(3))).containsExactly("Page 1.", "Page 3.");
            assertThat(reported).extracting(BadRecord::reason).containsOnly("invalid JSON");
        }

        @Test
        void failsByDefaultWithFileLineAndRemedy() throws Exception {
            write("1851_000000037.jsonl", page(1), "oops");
            CorpusSource source = LibraryLayoutsTest.source(folder);
            assertThatThrownBy(() ->
                            source.read(source.splits().get(0), BadRecords.FAIL).toList())
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith("1851_000000037.jsonl, line 2: invalid JSON (")
                    .hasMessageContaining("each line has to be one JSON object")
                    .hasMessageContaining("on-bad: skip");
        }

        @Test
        void hasNoTextOrId() throws Exception {
            assertThat(pages(
                            page(1), "{\"record_id\": \"000000037\", \"pg\": 2, \"body\": \"?\"}", "{\"text\": \"?\"}"))
                    .containsExactly("Page 1.");
            assertThat(reported).extracting(BadRecord::reason).containsExactly("no text", "no record_id");
            assertThat(reported.get(0).detail()).isEqualTo("the line has 'record_id', 'pg', 'body'");
        }

        @Test
        void hasNullTextWhichIsAnEmptyPage() throws Exception {
            assertThat(pages(page(1), "{\"record_id\": \"000000037\", \"pg\": 2, \"text\": null}", page(3)))
                    .containsExactly("Page 1.", "", "Page 3.");
            assertThat(reported).isEmpty();
        }

        @Test
        void isOfAnotherItem() throws Exception {
            assertThat(pages(page(1), page(2).replace("37", "38"))).containsExactly("Page 1.");
            assertReported("1851_000000037.jsonl, line 2", "page of another item");
        }

        @Test
        void hasNuls() throws Exception {
            assertThat(pages(page(1), page(2).replace("Page 2", "Pa\\u0000ge 2")))
                    .containsExactly("Page 1.");
            assertReported("1851_000000037.jsonl, line 2", "NUL characters in the text");
        }

        @Test
        void hasRawNuls() throws Exception {
            assertThat(pages(page(1), page(2).replace("Page 2", "Pa\0ge 2"), "\0\0\0\0\0\0\0\0"))
                    .containsExactly("Page 1.");
            assertThat(reported).hasSize(2).extracting(BadRecord::reason).containsOnly("invalid JSON");
        }

        @Test
        void isNotUtf8() throws Exception {
            write(
                    "1851_000000037.jsonl",
                    (page(1) + "\n" + page(2).replace("Page", "P\u00e9ge") + "\n").getBytes(ISO_8859_1));
            assertThat(texts()).containsExactly("Page 1.");
            assertReported("1851_000000037.jsonl, line 2", "not UTF-8");
        }

        @Test
        void isUtf16() throws Exception {
            write("1851_000000037.jsonl", ("\uFEFF" + page(1) + "\n" + page(2) + "\n").getBytes(UTF_16LE));
            assertThat(texts()).isEmpty();
            assertThat(reported)
                    .extracting(BadRecord::where, BadRecord::reason)
                    .containsExactly(tuple("1851_000000037.jsonl", "not UTF-8"));
        }

        @Test
        void isAPageOf50Megabytes() throws Exception {
            assertThat(pages(page(1), page(2).replace("Page", "Page ".repeat(10 << 20)), page(3)))
                    .containsExactly("Page 1.", "Page 3.");
            assertReported("1851_000000037.jsonl, line 2", "page too long");
        }

        @Test
        void hasAnAbsurdDate() throws Exception {
            for (String date : List.of("99999", "0", "\"yesterday\"", "9999")) {
                reported.clear();
                write("1851_000000037.jsonl", page(1).replace("1851", date));
                assertThat(documents()).singleElement().satisfies(document -> assertThat(document.year())
                        .isEmpty());
                assertReported("1851_000000037.jsonl, item 000000037", "absurd date");
            }
        }

        @Test
        void hasAnImpossibleConfidence() throws Exception {
            assertThat(pages(page(1), page(2).replace("\"pg\"", "\"mean_wc_ocr\": 71.2, \"pg\"")))
                    .containsExactly("Page 1.");
            assertReported("1851_000000037.jsonl, line 2", "impossible word confidence");
        }

        @Test
        void hasNoNumberForAMeanWhichIsNone() throws Exception {
            assertThat(pages(page(1), page(2).replace("\"pg\"", "\"mean_wc_ocr\": NaN, \"pg\"")))
                    .hasSize(2);
            assertThat(reported).isEmpty();
        }

        @Test
        void isNestedWithoutEnd() throws Exception {
            String deep = "[".repeat(100_000);
            assertThat(pages(page(1), page(2).replace("\"pg\"", "\"x\": " + deep + ", \"pg\"")))
                    .containsExactly("Page 1.");
            assertReported("1851_000000037.jsonl, line 2", "invalid JSON");
        }

        @Test
        void isAnEmptyFileOfBlankLines() throws Exception {
            assertThat(pages("", "  ", "")).isEmpty();
            assertReported("1851_000000037.jsonl", "no pages");
        }
    }

    @Nested
    class Gzip {

        @Test
        void isCutShort() throws Exception {
            write("1851_000000037.jsonl.gz", cut(gzip(many(300)), 2));
            write("1852_000000038.jsonl.gz", gzip(many(3).replace("037", "038")));
            assertThat(documents()).extracting(Document::id).containsExactly("000000038");
            assertThat(reported).singleElement().satisfies(bad -> {
                assertThat(bad.where()).startsWith("1851_000000037.jsonl.gz, after line ");
                assertThat(bad.reason()).isEqualTo("damaged file");
            });
        }

        @Test
        void isNoGzip() throws Exception {
            write("1851_000000037.jsonl.gz", many(3).getBytes(UTF_8));
            assertThat(documents()).isEmpty();
            assertReported("1851_000000037.jsonl.gz", "damaged file");
        }

        @Test
        void hasAWrongByte() throws Exception {
            byte[] bytes = gzip(many(500));
            bytes[bytes.length / 2] ^= 0x55;
            write("1851_000000037.jsonl.gz", bytes);
            assertThat(documents()).isEmpty();
            assertThat(reported).extracting(BadRecord::reason).contains("damaged file");
        }

        @Test
        void isABomb() throws Exception {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] megabyte = new byte[1 << 20];
            Arrays.fill(megabyte, (byte) ' ');
            try (OutputStream out = new GZIPOutputStream(bytes, 1 << 16)) {
                out.write((page(1) + "\n").getBytes(UTF_8));
                for (int i = 0; i < 200; i++) {
                    out.write(megabyte);
                }
            }
            write("1851_000000037.jsonl.gz", bytes.toByteArray());
            assertThat(documents()).isEmpty();
            assertThat(reported).singleElement().satisfies(bad -> assertThat(bad.detail())
                    .contains("decompresses to more than 200 times its size"));
        }

        @Test
        void ofRowsIsCutShortInAnItem() throws Exception {
            StringBuilder rows = new StringBuilder();
            for (int item = 0; item < 40; item++) {
                for (int page = 1; page <= 10; page++) {
                    rows.append(page(page).replace("000000037", "0000001" + (10 + item)))
                            .append('\n');
                }
            }
            byte[] whole = gzip(rows.toString());
            write("rows.jsonl.gz", cut(whole, 2));
            List<Document> documents = documents();
            assertThat(reported).singleElement().satisfies(bad -> assertThat(bad.reason())
                    .isEqualTo("damaged file"));
            assertThat(documents).isNotEmpty().hasSizeLessThan(40).allSatisfy(document -> assertThat(document.pages())
                    .hasSize(10));
        }
    }

    @Nested
    class Tar {

        @Test
        void isCutShort() throws Exception {
            MadeUpLibrary library = MadeUpLibrary.of(5);
            library.archives(folder, 30, 30);
            Path archive = folder.resolve("1500_1509.tar.gz");
            byte[] whole = Files.readAllBytes(archive);
            Files.write(archive, cut(whole, 2));
            assertThat(documents()).isNotEmpty().hasSizeLessThan(30);
            assertThat(reported).isNotEmpty().allSatisfy(bad -> {
                assertThat(bad.where()).startsWith("1500_1509.tar.gz, ");
                assertThat(bad.reason()).isIn("damaged archive", "damaged file");
            });
        }

        @Test
        void isReportedByOneStretchAlone() throws Exception {
            MadeUpLibrary library = MadeUpLibrary.of(5);
            library.archives(folder, 60, 60);
            Path archive = folder.resolve("1500_1509.tar.gz");
            byte[] whole = Files.readAllBytes(archive);
            for (int part = 2; part < 12; part++) {
                Files.write(archive, Arrays.copyOf(whole, whole.length * part / 12));
                DataFiles files = LibraryFiles.list(folder, Layout.AUTO);
                int damaged = 0;
                for (InputSplit stretch : LibraryStretches.of(
                        files.files().get(0), files.location(files.files().get(0)), files.bytes() / 4)) {
                    reported.clear();
                    read(LibraryLayoutsTest.source(folder), stretch);
                    damaged += reported.stream()
                            .filter(bad -> bad.reason().equals("damaged archive"))
                            .count();
                }
                assertThat(damaged).as("cut at %d/12", part).isEqualTo(1);
            }
        }

        @Test
        void isNoTar() throws Exception {
            write("1850_1859.tar.gz", gzip("This is no archive. ".repeat(100)));
            assertThat(documents()).isEmpty();
            assertThat(reported).singleElement().satisfies(bad -> assertThat(bad.reason())
                    .isEqualTo("damaged archive"));
        }

        @Test
        void leadsOutOrLinks() throws Exception {
            Path archive = folder.resolve("1850_1859.tar.gz");
            try (TarArchiveOutputStream tar = MadeUpLibrary.tar(archive)) {
                MadeUpLibrary.entry(tar, "../../1851_000000037.jsonl", many(2).getBytes(UTF_8));
                tar.putArchiveEntry(entry("/etc/1851_000000037.jsonl", 0));
                tar.closeArchiveEntry();
                tar.putArchiveEntry(entry("a\\..\\..\\1851_000000037.jsonl", 0));
                tar.closeArchiveEntry();
                TarArchiveEntry link = new TarArchiveEntry("1851_000000039.jsonl", TarConstants.LF_SYMLINK);
                link.setLinkName("/etc/hostname");
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
                MadeUpLibrary.entry(tar, "README.txt", "?".getBytes(UTF_8));
                MadeUpLibrary.entry(tar, "1851_000000037.jsonl", many(2).getBytes(UTF_8));
            }
            assertThat(documents()).extracting(Document::id).containsExactly("000000037");
            assertThat(reported)
                    .hasSize(4)
                    .extracting(BadRecord::reason)
                    .containsOnly("link, or name that leads out of the archive");
            assertThat(temporary.getParent().resolve("1851_000000037.jsonl")).doesNotExist();
        }

        @Test
        void hasABadFileBetweenGoodOnes() throws Exception {
            Path archive = folder.resolve("1850_1859.tar.gz");
            try (TarArchiveOutputStream tar = MadeUpLibrary.tar(archive)) {
                MadeUpLibrary.entry(tar, "1851_000000037.jsonl.gz", gzip(many(2)));
                MadeUpLibrary.entry(
                        tar, "1851_000000038.jsonl.gz", cut(gzip(many(200).replace("037", "038")), 2));
                MadeUpLibrary.entry(tar, "1851_000000039.jsonl.gz", "?".getBytes(UTF_8));
                MadeUpLibrary.entry(tar, "1851_000000040.jsonl.gz", gzip(many(2).replace("037", "040")));
                MadeUpLibrary.entry(tar, "1851_000000037.jsonl.gz", gzip(many(2)));
            }
            assertThat(documents()).extracting(Document::id).containsExactly("000000037", "000000040");
            assertThat(reported)
                    .extracting(BadRecord::reason)
                    .containsExactly("damaged file", "damaged file", "item in two entries of an archive");
            assertThat(reported.get(1).where()).isEqualTo("1850_1859.tar.gz, 1851_000000039.jsonl.gz");
        }

        private static TarArchiveEntry entry(String name, long size) {
            TarArchiveEntry entry = new TarArchiveEntry(name, true);
            entry.setName(name);
            entry.setSize(size);
            return entry;
        }
    }

    @Nested
    class Parquet {

        @Test
        void isCutShort() throws Exception {
            MadeUpLibrary.of(5).parquet(folder, 20, 60);
            Path file = folder.resolve("train-00000-of-00002.parquet");
            assertThat(file).exists();
            Files.write(file, cut(Files.readAllBytes(file), 2));
            assertThat(documents()).isNotEmpty().hasSizeLessThan(20);
            assertThat(reported).singleElement().satisfies(bad -> {
                assertThat(bad.where()).isEqualTo("train-00000-of-00002.parquet");
                assertThat(bad.reason()).isEqualTo("damaged Parquet file");
            });
        }

        @Test
        void hasAWrongPage() throws Exception {
            MadeUpLibrary.of(5).parquet(folder, 20, 10_000);
            Path file = folder.resolve("train-00000-of-00001.parquet");
            byte[] bytes = Files.readAllBytes(file);
            Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 64, (byte) 0x5A);
            Files.write(file, bytes);
            documents();
            assertThat(reported).isNotEmpty();
        }

        @Test
        void lacksColumns() throws Exception {
            Path rows = MadeUpLibrary.of(5).rows(temporary.resolve("rows.tmp"), 3);
            ParquetFiles.write(rows, folder, 1000, "", "");
            ParquetFiles.copy(
                    "SELECT title, text, 1 AS page FROM '" + folder + "/*.parquet'", folder.resolve("other.parquet"));
            assertThat(documents()).hasSize(3);
            assertThat(reported).singleElement().satisfies(bad -> assertThat(bad.inWords())
                    .isEqualTo("other.parquet: missing columns (no record_id, pg among title, text, page)"));
        }
    }

    @Test
    void anItemThatDoesNotFitIntoMemoryIsRefusedByName() throws Exception {
        write("1851_000000037.jsonl", many(2000));
        BritishLibrarySource source = new BritishLibrarySource(
                new BritishLibraryOptions(folder, Layout.AUTO),
                new DigestCache(Path.of("/dev/null"), 1, Clock.systemUTC()),
                new TextMemory(1 << 20),
                temporary);
        assertThatThrownBy(() ->
                        source.read(source.splits().get(0), BadRecords.FAIL).toList())
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("1851_000000037.jsonl, item 000000037 has ")
                .hasMessageContaining("SEANCE_JAVA_OPTS=-Xmx");
    }

    private static String page(int number) {
        return PAGE.formatted(number, number);
    }

    private static String many(int pages) {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= pages; i++) {
            lines.append(page(i)).append('\n');
        }
        return lines.toString();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] cut(byte[] bytes, int part) {
        return Arrays.copyOf(bytes, bytes.length / part);
    }

    private void write(String name, String... lines) throws IOException {
        write(name, (String.join("\n", lines) + "\n").getBytes(UTF_8));
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    /** The pages of a file of one item. */
    private List<String> pages(String... lines) throws IOException {
        reported.clear();
        write("1851_000000037.jsonl", lines);
        return texts();
    }

    private List<String> texts() throws IOException {
        return documents().stream()
                .flatMap(document -> document.pages().stream())
                .map(page -> page.text())
                .toList();
    }

    private List<Document> documents() throws IOException {
        CorpusSource source = LibraryLayoutsTest.source(folder);
        List<Document> documents = new ArrayList<>();
        for (InputSplit split : source.splits()) {
            documents.addAll(read(source, split));
        }
        return documents;
    }

    private List<Document> read(CorpusSource source, InputSplit split) throws IOException {
        try (Stream<Document> read = source.read(split, reported::add)) {
            return read.toList();
        }
    }

    private void assertReported(String where, String reason) {
        assertThat(reported).singleElement().satisfies(bad -> {
            assertThat(bad.where()).isEqualTo(where);
            assertThat(bad.reason()).isEqualTo(reason);
            assertThat(bad.remedy()).isNotBlank();
        });
    }
}

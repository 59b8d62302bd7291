// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real books of the library, in all its layouts, where the machine has them. */
class SharedLibraryTest {

    private static final Path SAMPLE =
            Path.of(System.getProperty("seance.shared", "none"), "corpora", "blbooks-sample");

    @TempDir
    Path temporary;

    private Map<String, Document> books;

    @BeforeEach
    void readFiles() throws Exception {
        assumeTrue(Files.isDirectory(SAMPLE), "no sample at " + SAMPLE);
        books = LibraryLayoutsTest.documents(SAMPLE.resolve("jsonl"));
    }

    @Test
    void readsAllBooksAsTheManifestHasThem() throws Exception {
        List<String> lines = Files.readAllLines(SAMPLE.resolve("manifest.jsonl"));
        assertThat(books).hasSameSizeAs(lines);
        for (String line : lines) {
            Map<String, String> row = row(line);
            Document book = books.get(row.get("record_id"));
            assertThat(book.pages()).as(book.id()).hasSize(Integer.parseInt(row.get("pages")));
            assertThat(book.pages().stream().filter(page -> !page.text().isEmpty()))
                    .as(book.id())
                    .hasSize(Integer.parseInt(row.get("nonempty_pages")));
            assertThat(book.words()).as(book.id()).isEqualTo(Long.parseLong(row.get("words")));
            assertThat(book.title()).as(book.id()).startsWith(row.get("title"));
            assertThat(book.year().map(year -> "" + year).orElse(null))
                    .as(book.id())
                    .isEqualTo(row.get("date"));
            assertThat(book.pages()).extracting(Page::number).first().isEqualTo("1");
        }
    }

    @Test
    void knowsWhatTheCatalogueSays() {
        Document german = books.get("002572070");
        assertThat(german.language()).isEqualTo("de");
        assertThat(german.year()).contains(1826);
        assertThat(german.attributes()).containsEntry(Document.DATE, "1825-1826");
        Document undated = books.get("003360082");
        assertThat(undated.year()).isEmpty();
        assertThat(undated.language()).isEmpty();
        assertThat(books.get("000962896").attributes()).containsEntry("languages", "en, la");
        assertThat(books.get("001350526").language()).isEqualTo("nl");
        assertThat(books.get("000212193").ocrConfidence().orElseThrow()).isBetween(0.55, 0.59);
    }

    @Test
    void archivesAndParquetReadAlike() throws Exception {
        Path rows = temporary.resolve("rows.tmp");
        Path archives = Files.createDirectories(temporary.resolve("archives"));
        try (Stream<Path> decades = Files.list(SAMPLE.resolve("jsonl"));
                OutputStream all = Files.newOutputStream(rows)) {
            for (Path decade : decades.sorted().toList()) {
                try (Stream<Path> files = Files.list(decade);
                        TarArchiveOutputStream tar =
                                MadeUpLibrary.tar(archives.resolve(decade.getFileName() + ".tar.gz"))) {
                    for (Path file : files.sorted().toList()) {
                        MadeUpLibrary.entry(
                                tar, decade.getFileName() + "/" + file.getFileName(), Files.readAllBytes(file));
                        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                            in.transferTo(all);
                        }
                    }
                }
            }
        }
        assertThat(LibraryLayoutsTest.documents(archives)).isEqualTo(books);
        ParquetFiles.write(rows, temporary.resolve("parquet"), 1000, "", "");
        assertThat(LibraryLayoutsTest.documents(temporary.resolve("parquet"))).isEqualTo(books);
    }

    @Test
    void readsTheVariantsOfTheSchema() throws Exception {
        Path rows = SAMPLE.resolve("hf");
        assertThat(LibraryLayoutsTest.documents(rows.resolve("upstream-dummy-1692_003112351.jsonl.gz")))
                .hasEntrySatisfying(
                        "003112351", document -> assertThat(document.year()).contains(1692));
        // Rows of the hub's data set: other spellings of the keys, dates as timestamps, without empty pages or with
        // them.
        readsAsTheFilesDo(rows.resolve("rows-date-int-with-empty-pages.jsonl.gz"), true, "000000037", "003360082");
        readsAsTheFilesDo(rows.resolve("rows-date-timestamp.jsonl.gz"), false, "000000037", "003529078");
    }

    @Test
    void readsAnItemOnceThatLiesInTwoFilesOfRows() throws Exception {
        Document book = LibraryLayoutsTest.documents(SAMPLE.resolve("hf")).get("000000037");
        assertThat(book).isEqualTo(books.get("000000037").withAttribute(LibraryItem.REPEATED, "38"));
    }

    private void readsAsTheFilesDo(Path rows, boolean emptyPages, String... items) throws Exception {
        Map<String, Document> found = LibraryLayoutsTest.documents(rows);
        assertThat(found).containsOnlyKeys(items);
        found.forEach((id, document) -> {
            Document book = books.get(id);
            List<Page> pages = book.pages().stream()
                    .filter(page -> emptyPages || !page.text().isEmpty())
                    .toList();
            assertThat(document).isEqualTo(book.withPages(pages));
        });
    }

    private static Map<String, String> row(String line) throws Exception {
        Map<String, String> row = new HashMap<>();
        try (JsonParser json = new JsonFactory().createParser(line)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                row.put(name, json.currentToken().isScalarValue() ? json.getValueAsString() : null);
            }
        }
        return row;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Provenance;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each layout gives the same documents. */
class LibraryLayoutsTest {

    private static final int ITEMS = 40;

    @TempDir
    Path temporary;

    private final MadeUpLibrary library = MadeUpLibrary.of(7);
    private Map<String, Document> expected;

    @BeforeEach
    void readFiles() throws IOException {
        expected = documents(library.files(temporary.resolve("files"), ITEMS));
    }

    @Test
    void anItemFileIsADocument() {
        assertThat(expected).hasSize(ITEMS);
        for (int i = 0; i < ITEMS; i++) {
            MadeUpLibrary.Item item = library.item(i);
            Document document = expected.get(item.id());
            assertThat(document.pages()).hasSameSizeAs(item.pages());
            for (int page = 0; page < item.pages().size(); page++) {
                Page found = document.pages().get(page);
                String text = item.pages().get(page);
                assertThat(found.text()).isEqualTo(text == null ? "" : text);
                assertThat(found.ocrConfidence())
                        .isEqualTo(Optional.ofNullable(item.confidences().get(page)));
            }
            assertThat(document.title()).isEqualTo(item.title());
            assertThat(document.year()).contains(item.year());
            assertThat(document.language()).isEqualTo("en");
            assertThat(document.place()).isEqualTo("Barchester");
            assertThat(document.attributes())
                    .containsEntry(Document.PUBLISHER, "Crosbie & Palliser")
                    .doesNotContainKey(Document.DATE);
            assertThat(document.attributes().get(LibraryItem.VOLUMES))
                    .isEqualTo(item.volumes() == 2 && item.pages().size() > 1 ? "2" : null);
        }
    }

    @Test
    void archivesReadAlike() throws Exception {
        assertThat(documents(library.archives(temporary.resolve("archives"), ITEMS, 15)))
                .isEqualTo(expected);
    }

    @Test
    void aFileOfRowsReadsAlike() throws Exception {
        assertThat(documents(
                        library.rows(temporary.resolve("rows/all.jsonl"), ITEMS).getParent()))
                .isEqualTo(expected);
    }

    @Test
    void rowsOfItemsThatLieAmongEachOtherReadAlike() throws Exception {
        long seed = new Random().nextLong();
        // Each item's pages keep their order, and those of a set their volumes; else nothing does.
        List<List<byte[]>> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            items.add(new ArrayList<>(MadeUpLibrary.lines(library.item(i))));
        }
        Random random = new Random(seed);
        Path folder = Files.createDirectories(temporary.resolve("mixed"));
        for (int file = 0; file < 3; file++) {
            try (OutputStream out = Files.newOutputStream(folder.resolve("rows-" + file + ".jsonl"))) {
                while (!items.isEmpty() && (file == 2 || random.nextInt(80) > 0)) {
                    List<byte[]> item = items.get(random.nextInt(items.size()));
                    out.write(item.remove(0));
                    items.removeIf(List::isEmpty);
                }
            }
        }
        assertThat(documents(folder)).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void parquetReadsAlike() throws Exception {
        assertThat(documents(library.parquet(temporary.resolve("parquet"), ITEMS, 50)))
                .isEqualTo(expected);
    }

    @Test
    void aFolderWithAnOddNameReadsAlike() throws Exception {
        assertThat(documents(library.parquet(temporary.resolve("a [1] *b's"), ITEMS, 10_000)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"date\"::VARCHAR AS \"date\"",
                "make_date(\"date\", 1, 1) AS \"date\"",
                "make_date(\"date\", 1, 1)::TIMESTAMP AS \"date\"",
                "make_date(\"date\", 1, 1)::TIMESTAMP_S AS \"date\"",
                "\"date\"::DOUBLE AS \"date\"",
                "NULL::INTEGER AS \"date\"",
                "record_id::BIGINT AS record_id",
                "(pg)::VARCHAR AS pg, (mean_wc_ocr)::VARCHAR AS mean_wc_ocr",
            })
    void parquetOfOtherTypesReadsAlike(String replaced) throws Exception {
        Path rows = library.rows(temporary.resolve("all.jsonl.tmp"), ITEMS);
        ParquetFiles.write(rows, temporary.resolve("types"), 60, replaced, "");
        assertThat(documents(temporary.resolve("types"))).isEqualTo(expected);
    }

    @Test
    void parquetInAnyOrderReadsAlike() throws Exception {
        Path rows = temporary.resolve("all.jsonl.tmp");
        List<byte[]> lines = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            // A set's volumes cannot be told apart once they are shuffled.
            if (library.item(i).volumes() == 1) {
                lines.addAll(MadeUpLibrary.lines(library.item(i)));
            } else {
                expected.remove(library.item(i).id());
            }
        }
        Collections.shuffle(lines, new Random(3));
        try (OutputStream out = Files.newOutputStream(rows)) {
            for (byte[] line : lines) {
                out.write(line);
            }
        }
        ParquetFiles.write(rows, temporary.resolve("shuffled"), 70, "", "");
        assertThat(documents(temporary.resolve("shuffled"))).isEqualTo(expected);
    }

    @Test
    void stretchesOfAnArchiveHaveEachItemOnce() throws Exception {
        Path folder = library.archives(temporary.resolve("archives"), ITEMS, ITEMS);
        DataFiles files = LibraryFiles.list(folder, Layout.AUTO);
        List<InputSplit> stretches = LibraryStretches.of(
                files.files().get(0), files.location(files.files().get(0)), files.bytes() / 3);
        assertThat(stretches).hasSize(3);
        Map<String, Document> found = new TreeMap<>();
        for (InputSplit stretch : stretches) {
            int before = found.size();
            read(source(folder), stretch, found);
            assertThat(found.size()).as(stretch.id()).isGreaterThan(before + ITEMS / 6);
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void rangesOfAParquetFileHaveEachItemOnce() throws Exception {
        Path folder = library.parquet(temporary.resolve("parquet"), ITEMS, 10_000);
        DataFiles files = LibraryFiles.list(folder, Layout.AUTO);
        List<InputSplit> ranges = new LibraryParquet(files, temporary, files.bytes() / 4).splits();
        assertThat(ranges).hasSizeBetween(3, 4);
        Map<String, Document> found = new TreeMap<>();
        for (InputSplit range : ranges) {
            read(source(folder), range, found);
        }
        assertThat(found).isEqualTo(expected);
    }

    static BritishLibrarySource source(Path folder) {
        Path nowhere = Path.of("/dev/null");
        return new BritishLibrarySource(
                new BritishLibraryOptions(folder, Layout.AUTO),
                new DigestCache(nowhere, 2, Clock.systemUTC()),
                new TextMemory(),
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The documents by id, without where in the layout they lie. */
    static Map<String, Document> documents(Path folder) throws IOException {
        CorpusSource source = source(folder);
        Map<String, Document> documents = new TreeMap<>();
        for (InputSplit split : source.splits()) {
            read(source, split, documents);
        }
        return documents;
    }

    private static void read(CorpusSource source, InputSplit split, Map<String, Document> into) throws IOException {
        try (Stream<Document> documents = source.read(split, BadRecords.FAIL)) {
            documents.forEach(document -> assertThat(into.put(document.id(), placeless(document)))
                    .as(document.id())
                    .isNull());
        }
    }

    private static Document placeless(Document document) {
        return new Document(
                document.id(),
                document.title(),
                document.author(),
                document.year(),
                document.language(),
                document.place(),
                document.ocrConfidence(),
                document.attributes(),
                document.pages(),
                new Provenance(document.provenance().source(), "", ""));
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.CorpusSourceContract;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.corpus.SourceOverview;
import dev.seance.api.run.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class BritishLibrarySourceTest extends CorpusSourceContract {

    private static final int ITEMS = 30;

    @TempDir
    Path temporary;

    private final MadeUpLibrary library = MadeUpLibrary.of(11);

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return BritishLibrarySource.class;
    }

    @Override
    protected CorpusSource source() throws Exception {
        Path folder = temporary.resolve("library");
        return LibraryLayoutsTest.source(Files.exists(folder) ? folder : library.archives(folder, ITEMS, 10));
    }

    @Override
    protected CorpusSource sourceOfChangedData() throws Exception {
        return LibraryLayoutsTest.source(library.archives(temporary.resolve("changed"), ITEMS - 1, 10));
    }

    @Nested
    class OfParquet extends CorpusSourceContract {

        @Override
        protected Class<? extends ExtensionPoint> extension() {
            return BritishLibrarySource.class;
        }

        @Override
        protected CorpusSource source() throws Exception {
            Path folder = temporary.resolve("parquet");
            return LibraryLayoutsTest.source(Files.exists(folder) ? folder : library.parquet(folder, ITEMS, 50));
        }

        @Override
        protected CorpusSource sourceOfChangedData() throws Exception {
            return LibraryLayoutsTest.source(library.parquet(temporary.resolve("changed"), ITEMS - 1, 50));
        }
    }

    @Nested
    class OfFiles extends CorpusSourceContract {

        @Override
        protected Class<? extends ExtensionPoint> extension() {
            return BritishLibrarySource.class;
        }

        @Override
        protected CorpusSource source() throws Exception {
            Path folder = temporary.resolve("files");
            return LibraryLayoutsTest.source(Files.exists(folder) ? folder : library.files(folder, ITEMS));
        }

        @Override
        protected CorpusSource sourceOfChangedData() throws Exception {
            return LibraryLayoutsTest.source(library.files(temporary.resolve("changed"), ITEMS - 1));
        }
    }

    @Test
    void tellsOfArchivesWithoutReadingThemAll() throws Exception {
        long pages = 0;
        for (int i = 0; i < ITEMS; i++) {
            pages += library.item(i).pages().size();
        }
        SourceOverview overview = source().overview().orElseThrow();
        // All of them are small enough to be looked at whole.
        assertThat(overview.documents()).hasValue(ITEMS);
        assertThat(overview.pages()).hasValue(pages);
        assertThat(overview.firstYear()).contains(1500);
        assertThat(overview.lastYear()).contains(1529);
    }

    @Test
    void tellsOfFilesByTheirNames() throws Exception {
        Path folder = library.files(temporary.resolve("library"), ITEMS);
        SourceOverview overview = LibraryLayoutsTest.source(folder).overview().orElseThrow();
        assertThat(overview.documents()).hasValue(ITEMS);
        assertThat(overview.pages().orElseThrow()).isPositive();
        assertThat(overview.firstYear().orElseThrow())
                .isEqualTo(IntStream.range(0, ITEMS)
                        .map(i -> library.item(i).year())
                        .min()
                        .orElseThrow());
        assertThat(overview.bytes()).isEqualTo(size(folder));
    }

    @Test
    void tellsOfParquetByItsColumns() throws Exception {
        library.parquet(temporary.resolve("library"), ITEMS, 50);
        SourceOverview overview = source().overview().orElseThrow();
        assertThat(overview.documents()).hasValue(ITEMS);
        assertThat(overview.pages().orElseThrow()).isEqualTo(pages());
        assertThat(overview.lastYear().orElseThrow())
                .isEqualTo(IntStream.range(0, ITEMS)
                        .map(i -> library.item(i).year())
                        .max()
                        .orElseThrow());
    }

    @Test
    void readsOneFileAlone() throws Exception {
        Path folder = library.archives(temporary.resolve("library"), ITEMS, 10);
        assertThat(LibraryLayoutsTest.documents(folder.resolve("1500_1509.tar.gz")))
                .hasSize(10);
    }

    @Test
    void refusesTheSameDataInTwoLayouts() throws Exception {
        Path folder = library.archives(temporary.resolve("library"), ITEMS, 10);
        library.files(folder, 2);
        assertThatThrownBy(() -> LibraryLayoutsTest.source(folder).splits())
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("'" + folder
                        + "' has 3 .tar.gz archives (1500_1509.tar.gz, ...) and 2 .jsonl or" + " .jsonl.gz files (")
                .hasMessageEndingWith(
                        "which may be the same items twice; set 'layout' to the one to read, or move the others");
        DataFiles files = LibraryFiles.list(folder, Layout.FILES);
        assertThat(files.files()).hasSize(2);
        assertThat(files.skipped())
                .extracting(Skipped::reason)
                .containsOnly("not of the layout that is read")
                .hasSize(3);
        assertThatThrownBy(() -> LibraryFiles.list(folder, Layout.PARQUET))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no .parquet files in")
                .hasMessageContaining("found: .tar.gz archives, .jsonl or .jsonl.gz files");
    }

    @Test
    void saysWhenThereIsNothing() throws Exception {
        Files.createDirectories(temporary.resolve("empty"));
        Files.writeString(temporary.resolve("empty/README"), "?");
        assertThatThrownBy(() ->
                        LibraryLayoutsTest.source(temporary.resolve("empty")).splits())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no .tar.gz, .jsonl.gz or .parquet files of the British Library in")
                .hasMessageContaining("README");
        assertThatThrownBy(() ->
                        LibraryLayoutsTest.source(temporary.resolve("none")).splits())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("does not exist");
    }

    private long pages() {
        long pages = 0;
        for (int i = 0; i < ITEMS; i++) {
            pages += library.item(i).pages().size();
        }
        return pages;
    }

    private static long size(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }
}

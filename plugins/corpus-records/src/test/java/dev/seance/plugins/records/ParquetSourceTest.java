// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.CorpusSourceContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.run.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class ParquetSourceTest extends CorpusSourceContract {

    private static final String ROWS =
            "SELECT 'd' || i AS id, 'Text ' || i || '.' AS \"Text\", DATE '1851-05-12' + i::INTEGER"
                    + " AS \"date\", i AS \"Shelf mark\", [i, 2] AS list, NULL AS nothing FROM range(%d) AS rows(i)";

    @TempDir
    Path temporary;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return ParquetSource.class;
    }

    @Override
    protected CorpusSource source() throws Exception {
        return source("books", 100);
    }

    @Override
    protected CorpusSource sourceOfChangedData() throws Exception {
        return source("changed", 101);
    }

    private CorpusSource source(String name, int rows) throws Exception {
        Path folder = Files.createDirectories(temporary.resolve(name));
        ParquetFiles.copy(ROWS.formatted(rows), folder.resolve("rows.parquet"));
        return TestRecords.parquet(folder, FieldOptions.DEFAULT, 700);
    }

    @Test
    void mapsColumns() throws Exception {
        List<Document> documents = everything(source());
        assertThat(documents).hasSize(100);
        Document document = documents.get(3);
        assertThat(document.id()).isEqualTo("d3");
        assertThat(document.text()).isEqualTo("Text 3.");
        assertThat(document.year()).contains(1851);
        assertThat(document.attributes())
                .containsEntry(Document.DATE, "1851-05-15")
                .containsEntry("shelf-mark", "3")
                .containsEntry("list", "[3, 2]")
                .doesNotContainKey("nothing");
    }

    @Test
    void knowsHowManyDocumentsThereAre() throws Exception {
        assertThat(source().overview().orElseThrow().documents()).hasValue(100);
    }

    @Test
    void saysWhichColumnsThereAre() throws Exception {
        Path file = temporary.resolve("other.parquet");
        ParquetFiles.copy("SELECT 'a' AS key, 'A' AS body", file);
        assertThatThrownBy(
                        () -> TestRecords.read(TestRecords.parquet(file, FieldOptions.DEFAULT, 1000), BadRecords.FAIL))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("other.parquet, row 1: missing columns (no text among key, body)");
    }

    @Test
    void reportsADamagedFile() throws Exception {
        source();
        Path file = temporary.resolve("books/rows.parquet");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        List<BadRecord> bad = new ArrayList<>();
        assertThat(TestRecords.read(TestRecords.parquet(file, FieldOptions.DEFAULT, 1000), bad::add))
                .isEmpty();
        assertThat(bad).singleElement().satisfies(one -> assertThat(one.reason())
                .isEqualTo("damaged Parquet file"));
    }
}

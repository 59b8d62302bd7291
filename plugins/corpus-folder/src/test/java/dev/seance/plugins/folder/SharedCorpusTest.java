// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads a real corpus where the machine has one, in the folder that the property {@code seance.shared} names. */
class SharedCorpusTest {

    @Test
    void readsEveryBookOfARealCorpus() throws Exception {
        Path books = Path.of(System.getProperty("seance.shared", "none"), "corpora", "victorian");
        assumeTrue(Files.isDirectory(books), "no corpus at " + books);
        FolderSource source = TestFolder.source(new FolderOptions(books, "utf-8", "", true));
        long words = 0;
        for (InputSplit split : source.splits()) {
            try (Stream<Document> documents = source.read(split, BadRecords.FAIL)) {
                Document book = documents.findFirst().orElseThrow();
                assertThat(book.year()).as(book.id()).hasValueSatisfying(year -> assertThat(year)
                        .isBetween(1837, 1901));
                assertThat(book.title()).as(book.id()).isNotBlank();
                assertThat(book.author()).as(book.id()).isNotBlank();
                assertThat(book.language()).as(book.id()).isEqualTo("en");
                words += book.words();
            }
        }
        assertThat(source.splits()).hasSizeGreaterThan(50);
        assertThat(words).isGreaterThan(5_000_000L);
    }
}

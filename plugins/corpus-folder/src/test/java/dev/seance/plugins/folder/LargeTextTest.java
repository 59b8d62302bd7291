// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextMemory;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text that does not fit into memory is refused with the number, before anything is read where that can be known. */
class LargeTextTest {

    @TempDir
    Path temporary;

    private final TextMemory memory = new TextMemory(64 << 20);
    private final long limit = memory.limit();

    @Test
    void isRefusedBeforeItIsRead() throws Exception {
        TestFolder folder = new TestFolder(temporary.resolve("books"));
        Path file = folder.path().resolve("all.txt");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(limit + 1);
        }
        assertThatThrownBy(() -> source(folder).splits())
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + " has ")
                .hasMessageContaining("MB of memory")
                .hasMessageContaining("SEANCE_JAVA_OPTS=-Xmx");
    }

    @Test
    void isRefusedWhileItIsDecompressed() throws Exception {
        TestFolder folder = new TestFolder(temporary.resolve("books"));
        Path file = folder.path().resolve("all.txt.gz");
        byte[] zeros = new byte[1 << 20];
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (long written = 0; written <= limit; written += zeros.length) {
                out.write(zeros);
            }
        }
        FolderSource source = source(folder);
        InputSplit split = source.splits().get(0);
        assertThatThrownBy(() -> {
                    try (Stream<Document> documents = source.read(split, BadRecords.FAIL)) {
                        documents.toList();
                    }
                })
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + " has ")
                .hasMessageContaining("SEANCE_JAVA_OPTS=-Xmx");
    }

    @Test
    void givesItsMemoryBack() throws Exception {
        TestFolder folder = new TestFolder(temporary.resolve("books"));
        folder.write("a.txt", "x".repeat((int) (limit / 8)));
        FolderSource source = source(folder);
        InputSplit split = source.splits().get(0);
        for (int i = 0; i < 20; i++) {
            try (Stream<Document> documents = source.read(split, BadRecords.FAIL)) {
                assertThat(documents.count()).isEqualTo(1);
            }
            try (Stream<Document> documents = source.read(split, BadRecords.FAIL)) {
                assertThat(documents.toList()).hasSize(1);
            }
        }
    }

    private FolderSource source(TestFolder folder) {
        return TestFolder.source(new FolderOptions(folder.path(), "utf-8", "en", true), memory);
    }
}

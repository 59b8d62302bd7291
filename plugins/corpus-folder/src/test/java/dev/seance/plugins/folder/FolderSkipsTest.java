// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever lies in the folder is either read or listed as not read, with the reason. */
class FolderSkipsTest {

    @TempDir
    Path temporary;

    private TestFolder folder;

    @BeforeEach
    void writeBooks() throws IOException {
        folder = new TestFolder(temporary.resolve("books"));
        folder.write("here.txt", "Here.");
    }

    @Test
    void listsEverythingThatIsNotRead() throws Exception {
        Files.createSymbolicLink(folder.path().resolve("gone.txt"), Path.of("../annex/none"));
        Files.createSymbolicLink(folder.path().resolve("loop.txt"), Path.of("loop.txt"));
        folder.write("cover.jpg", "x");
        folder.write("README", "x");
        folder.write(".notes.txt", "x");
        folder.write(".git/a.txt", "x");
        folder.write("blank.txt", "");
        Files.createDirectories(folder.path().resolve("folder.txt"));
        folder.write("books.txt/inner.TXT", "Inner.");
        folder.write("metadata.jsonl", "{\"file\": \"blank.txt\", \"year\": 1851}\n");
        new ProcessBuilder("mkfifo", folder.path().resolve("pipe.txt").toString())
                .start()
                .waitFor();
        FolderSource source = (FolderSource) folder.source();
        assertThat(source.splits()).extracting(InputSplit::id).containsExactly("books.txt/inner", "here");
        assertThat(source.skipped())
                .containsExactly(
                        new Skipped(".git", TextFolder.HIDDEN),
                        new Skipped(".notes.txt", TextFolder.HIDDEN),
                        new Skipped("README", TextFolder.OTHER_SUFFIX),
                        new Skipped("blank.txt", TextFolder.EMPTY),
                        new Skipped("cover.jpg", TextFolder.OTHER_SUFFIX),
                        new Skipped("folder.txt", TextFolder.FOLDER),
                        new Skipped("gone.txt", TextFolder.DANGLING),
                        new Skipped("loop.txt", TextFolder.DANGLING),
                        new Skipped("pipe.txt", TextFolder.NOT_REGULAR));
    }

    @Test
    void knowsWhatItSkipsAfterAskingForTheRevisionToo() throws Exception {
        folder.write("blank.txt", "");
        FolderSource source = (FolderSource) folder.source();
        source.revision();
        assertThat(source.skipped()).containsExactly(new Skipped("blank.txt", TextFolder.EMPTY));
    }

    @Test
    void saysOfACompressedFileWithoutTheSuffixThatItIsCompressed() throws Exception {
        folder.pack("b.txt", "Compressed.");
        FolderSource source = (FolderSource) folder.source();
        assertThatThrownBy(() -> {
                    for (InputSplit split : source.splits()) {
                        try (Stream<?> documents = source.read(split, BadRecords.FAIL)) {
                            documents.toList();
                        }
                    }
                })
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "b.txt: not UTF-8 (byte 1 (0x8B) is not UTF-8); it is compressed by gzip: add .gz to its name");
    }

    @Test
    void findsFilesThatTheLocaleCannotName() throws Exception {
        // "é" in Latin-1 is no UTF-8: bytes that no string stands for, as every accented name is under LC_ALL=C.
        Path file = Path.of(java.net.URI.create(folder.path().toUri() + "b%E9b%E9.txt"));
        Files.writeString(file, "A baby.");
        FolderSource source = (FolderSource) folder.source();
        assertThat(source.splits()).extracting(InputSplit::id).containsExactly("b%E9b%E9", "here");
        assertThat(source.read(source.splits().get(0), BadRecords.FAIL)
                        .toList()
                        .get(0)
                        .text())
                .isEqualTo("A baby.");
        assertThat(source.revision()).isNotBlank();
    }
}

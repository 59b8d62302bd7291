// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.TextReader;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {

    @TempDir
    Path folder;

    private final List<String> mistakes = new ArrayList<>();

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private TextFiles find(InvalidUtf8 policy, Path... arguments) throws IOException {
        return TextFiles.find(List.of(arguments), policy, LineEnds.KEEP, mistakes);
    }

    @Test
    void takesFilesByNameAndTheTextsOfFoldersEachOnce() throws IOException {
        Path second = file("shelf/b.txt", "bb");
        Path first = file("shelf/a.txt", "a");
        Path deep = file("shelf/deep/c.txt", "ccc");
        Path other = file("notes.md", "# notes");
        file("shelf/page.pdf", "%PDF");
        file("shelf/empty.txt", "");
        TextFiles found = find(InvalidUtf8.FAIL, other, second, folder.resolve("shelf"));
        assertThat(mistakes).isEmpty();
        assertThat(found.files()).containsExactly(other, second, first, deep);
        assertThat(found.size(Subset.TRAIN)).isEqualTo(new CorpusSize(4, 0, 0, 13));
        assertThat(found.size(Subset.VALIDATION)).isEqualTo(CorpusSize.NOTHING);
        assertThat(found.shards(Subset.TRAIN)).isEqualTo(4);
        assertThat(found.shards(Subset.VALIDATION)).isZero();
    }

    @Test
    void tellsAllMistakesAtOnce() throws IOException {
        Path empty = file("empty.txt", "");
        Path noTexts = file("scans/page.pdf", "%PDF").getParent();
        Path twice = file("twice/a.txt.gz", "x").getParent();
        file("twice/a.txt", "x");
        Path hollow = file("hollow/a.txt", "").getParent();
        Path missing = folder.resolve("nowhere");
        find(InvalidUtf8.FAIL, empty, noTexts, twice, hollow, missing);
        assertThat(mistakes)
                .containsExactly(
                        empty + ": is empty; leave it out",
                        noTexts + ": no .txt, .md or .zip file to read in this folder (found: 1 not .txt, .md or .zip"
                                + " (page.pdf)); give a folder of texts, or files by their names",
                        twice + ": a.txt and a.txt.gz are the same text by their names; remove one, or give files by"
                                + " their names",
                        hollow + ": no .txt, .md or .zip file to read in this folder (found: 1 empty (a.txt)); give a"
                                + " folder of texts, or files by their names",
                        missing + ": no such file or folder; correct the path");
    }

    @Test
    void readsTheSameAsTextAndAsDocuments() throws IOException {
        String text = "Line ends stay:\r\n“so” – and so.\n".repeat(9000);
        TextFiles found = find(InvalidUtf8.FAIL, file("a.txt", "\uFEFF" + text));
        try (Stream<Document> documents = found.read(Subset.TRAIN, 0)) {
            assertThat(documents).singleElement().satisfies(document -> {
                assertThat(document.text()).isEqualTo(text);
                assertThat(document.id()).endsWith("a.txt");
            });
        }
        assertThat(new String(readText(found, 0), StandardCharsets.UTF_8)).isEqualTo(text);
        assertThat(found.text(0)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void reportsReplacementsByFile() throws IOException {
        Path bad = folder.resolve("bad.txt");
        Files.write(bad, "caf\u00E9, na\u00EFve".getBytes(StandardCharsets.ISO_8859_1));
        TextFiles found = find(InvalidUtf8.REPLACE, file("good.txt", "good"), bad);
        readText(found, 0);
        assertThat(found.replacements()).isEmpty();
        assertThat(new String(readText(found, 1), StandardCharsets.UTF_8)).isEqualTo("caf\uFFFD, na\uFFFDve");
        readText(found, 1);
        assertThat(found.replacements()).containsExactly(new Replacements(bad.toString(), 2, 3));
    }

    @Test
    void readsCompressedFilesAsTheTextsTheyHold() throws IOException {
        String text = "A compressed line.\r\n".repeat(5000);
        Path packed = folder.resolve("shelf/b.txt.gz");
        file("shelf/a.txt", "a");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        TextFiles kept = find(InvalidUtf8.FAIL, folder.resolve("shelf"));
        assertThat(kept.files()).hasSize(2);
        assertThat(new String(readText(kept, 1), StandardCharsets.UTF_8)).isEqualTo(text);
        assertThat(kept.bytes()).isEqualTo(1 + text.length());
        TextFiles unix = TextFiles.find(List.of(packed), InvalidUtf8.FAIL, LineEnds.UNIX, mistakes);
        assertThat(new String(readText(unix, 0), StandardCharsets.UTF_8)).isEqualTo(text.replace("\r", ""));
        assertThat(new String(unix.text(0), StandardCharsets.UTF_8)).isEqualTo(text.replace("\r", ""));
    }

    @Test
    void readsZstandardAndTheTextsOfArchives() throws IOException {
        file("shelf/a.md", "a");
        Files.write(
                folder.resolve("shelf/b.txt.zst"),
                Zstd.compress("b".repeat(9000).getBytes(StandardCharsets.UTF_8)));
        Path archive = folder.resolve("shelf/c.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (String name : List.of("one.txt", "two.txt", "cover.jpg")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        TextFiles found = find(InvalidUtf8.FAIL, folder.resolve("shelf"), archive);
        assertThat(mistakes).isEmpty();
        assertThat(found.files()).hasSize(4);
        assertThat(new String(readText(found, 1), StandardCharsets.UTF_8)).isEqualTo("b".repeat(9000));
        assertThat(new String(readText(found, 3), StandardCharsets.UTF_8)).isEqualTo("two.txt");
        assertThat(found.skipped())
                .contains(new Skipped(folder.resolve("shelf") + "/c.zip/cover.jpg", TextFolder.OTHER_SUFFIX));
        try (Stream<Document> documents = found.read(Subset.TRAIN, 2)) {
            assertThat(documents).singleElement().satisfies(document -> assertThat(document.id())
                    .isEqualTo(archive + "/one.txt"));
        }
    }

    @Test
    void listsWhatItDoesNotRead() throws IOException {
        file("shelf/a.TXT", "a");
        file("shelf/.hidden.txt", "b");
        file("shelf/notes.pdf", "c");
        Files.createSymbolicLink(folder.resolve("shelf/gone.txt"), Path.of("nowhere.txt"));
        TextFiles found = find(InvalidUtf8.FAIL, folder.resolve("shelf"));
        assertThat(mistakes).isEmpty();
        assertThat(found.files()).hasSize(1);
        assertThat(found.skipped())
                .extracting(Skipped::reason)
                .containsExactly(TextFolder.HIDDEN, TextFolder.DANGLING, TextFolder.OTHER_SUFFIX);
    }

    @Test
    void saysOfACompressedFileWithoutTheSuffixThatItIsCompressed() throws IOException {
        Path file = folder.resolve("a.txt");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(new byte[100]);
        }
        TextFiles found = find(InvalidUtf8.FAIL, file);
        assertThatThrownBy(() -> found.text(0))
                .isInstanceOf(UserError.class)
                .hasMessage(file + " is compressed by gzip: add .gz to its name");
    }

    private static byte[] readText(TextFiles corpus, int shard) throws IOException {
        try (TextReader reader = corpus.readText(Subset.TRAIN, shard)) {
            assertThat(reader.next()).isTrue();
            byte[] bytes = new byte[1 << 20];
            int length = 0;
            for (int read = 0; read >= 0; read = reader.read(bytes, length, bytes.length - length)) {
                length += read;
            }
            assertThat(reader.next()).isFalse();
            return Arrays.copyOf(bytes, length);
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.kit.files.DigestCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A revision says what a folder holds, and nothing of where or since when. */
class FolderRevisionTest {

    @TempDir
    Path temporary;

    private TestFolder folder;

    @BeforeEach
    void writeBooks() throws IOException {
        folder = new TestFolder(temporary.resolve("books"));
        folder.write("a.txt", "A kettle sang.");
        folder.write("part/b.txt", "A lamp was lit.");
        folder.write("metadata.jsonl", "{\"file\": \"a.txt\", \"year\": 1851}\n");
    }

    @Test
    void isTheSameAfterATouch() throws Exception {
        String before = revision(folder.path());
        Files.setLastModifiedTime(folder.path().resolve("a.txt"), FileTime.from(Instant.EPOCH));
        assertThat(revision(folder.path())).isEqualTo(before);
    }

    @Test
    void isTheSameHoweverThePathIsWritten() throws Exception {
        String before = revision(folder.path());
        assertThat(revision(folder.path().resolve("part/../."))).isEqualTo(before);
        Path link = Files.createSymbolicLink(temporary.resolve("linked"), folder.path());
        assertThat(revision(link)).isEqualTo(before);
    }

    @Test
    void andTheDocumentsAreTheSameInACopyElsewhere() throws Exception {
        Path copy = temporary.resolve("elsewhere/été");
        try (Stream<Path> files = Files.walk(folder.path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(folder.path().relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        assertThat(revision(copy)).isEqualTo(revision(folder.path()));
        assertThat(documents(copy)).isEqualTo(documents(folder.path()));
    }

    @Test
    void changesWithOneByteOfTheSameSizeAndTime() throws Exception {
        String before = revision(folder.path());
        Path file = folder.path().resolve("a.txt");
        FileTime time = Files.getLastModifiedTime(file);
        folder.write("a.txt", "A kettle sank.");
        Files.setLastModifiedTime(file, time);
        assertThat(revision(folder.path())).isNotEqualTo(before);
    }

    @Test
    void changesWithANameAndWhatIsAddedOrRemoved() throws Exception {
        String before = revision(folder.path());
        Files.move(folder.path().resolve("a.txt"), folder.path().resolve("c.txt"));
        String renamed = revision(folder.path());
        folder.write("d.txt", "D.");
        String more = revision(folder.path());
        assertThat(List.of(before, renamed, more)).doesNotHaveDuplicates();
        Files.delete(folder.path().resolve("d.txt"));
        Files.move(folder.path().resolve("c.txt"), folder.path().resolve("a.txt"));
        assertThat(revision(folder.path())).isEqualTo(before);
    }

    @Test
    void leavesOutWhatIsNotRead() throws Exception {
        String before = revision(folder.path());
        folder.write("notes.pdf", "not a text");
        folder.write(".hidden.txt", "not a text");
        folder.write("empty.txt", "");
        assertThat(revision(folder.path())).isEqualTo(before);
    }

    @Test
    void doesNotDependOnHowASystemStoresAccents() throws Exception {
        TestFolder composed = new TestFolder(temporary.resolve("composed"));
        TestFolder decomposed = new TestFolder(temporary.resolve("decomposed"));
        composed.write("\u00e9t\u00e9.txt", "Summer.");
        composed.write("metadata.jsonl", "{\"file\": \"\u00e9t\u00e9.txt\", \"year\": 1851}");
        decomposed.write("e\u0301te\u0301.txt", "Summer.");
        decomposed.write("metadata.jsonl", "{\"file\": \"\u00e9t\u00e9.txt\", \"year\": 1851}");
        assumeThat(documents(decomposed.path())).hasSize(1);
        assertThat(revision(decomposed.path())).isEqualTo(revision(composed.path()));
        assertThat(documents(decomposed.path())).isEqualTo(documents(composed.path()));
        assertThat(documents(decomposed.path()).get(0).id()).isEqualTo("\u00e9t\u00e9");
        assertThat(documents(decomposed.path()).get(0).year()).contains(1851);
    }

    @Test
    void readsNoFileTheSecondTime() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            folder.write("many/" + i + ".txt", "Text " + random.nextLong());
        }
        // As if the files had been there for an hour, so that their times can be trusted.
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        DigestCache first = new DigestCache(temporary.resolve("cache"), 2, later);
        String revision = TestFolder.source(options(folder.path()), first).revision();
        assertThat(first.filesRead()).isEqualTo(303);
        DigestCache second = new DigestCache(temporary.resolve("cache"), 2, later);
        assertThat(TestFolder.source(options(folder.path()), second).revision()).isEqualTo(revision);
        assertThat(second.filesRead()).isZero();
    }

    private static String revision(Path path) throws IOException {
        return TestFolder.source(options(path)).revision();
    }

    private static List<Document> documents(Path path) throws IOException {
        CorpusSource source = TestFolder.source(options(path));
        List<Document> documents = new ArrayList<>();
        for (InputSplit split : source.splits()) {
            documents.addAll(source.read(split, BadRecords.FAIL).toList());
        }
        return documents;
    }

    private static FolderOptions options(Path path) {
        return new FolderOptions(path, "utf-8", "en", true);
    }
}

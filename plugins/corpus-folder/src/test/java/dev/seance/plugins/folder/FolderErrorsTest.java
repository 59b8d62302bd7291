// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each mistake in the folder gets a message that says where, what was found and what to do. */
class FolderErrorsTest {

    @TempDir
    Path temporary;

    private TestFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new TestFolder(temporary.resolve("books"));
    }

    @Nested
    class OfThePath {

        @Test
        void isNotThere() {
            FolderSource source = TestFolder.source(new FolderOptions(temporary.resolve("boks"), "utf-8", "en", true));
            assertThatThrownBy(source::revision)
                    .isInstanceOf(UserError.class)
                    .hasMessage("path '" + temporary.resolve("boks")
                            + "' does not exist; give a folder of .txt, .md or .zip files");
        }

        @Test
        void isAFile() throws Exception {
            folder.write("one.txt", "One.");
            Path file = folder.path().resolve("one.txt");
            FolderSource source = TestFolder.source(new FolderOptions(file, "utf-8", "en", true));
            assertThatThrownBy(source::splits)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("path '" + file + "' is a file")
                    .hasMessageContaining("perhaps " + folder.path());
        }

        @Test
        void hasNoTexts() throws Exception {
            assertThatThrownBy(() -> folder.source().splits())
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("(found: no files at all)");
            folder.write("a.pdf", "");
            folder.write("b.pdf", "");
            folder.write("v1.2/README", "");
            folder.write("blank.txt", "");
            Files.createSymbolicLink(folder.path().resolve("gone.txt"), Path.of("nowhere.txt"));
            assertThatThrownBy(() -> folder.source().revision())
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("no .txt, .md or .zip file to read in '" + folder.path() + "'")
                    .hasMessageContaining("(found: 1 empty (blank.txt), 1 link to a file that does"
                            + " not exist (gone.txt), 3 not .txt, .md or .zip (a.pdf, b.pdf, v1.2/README))");
        }

        @Test
        void linksToItself() throws Exception {
            folder.write("a.txt", "");
            Files.createSymbolicLink(folder.path().resolve("again"), folder.path());
            assertThatThrownBy(() -> folder.source().splits())
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("again' is a link to a folder that contains it");
        }
    }

    @Nested
    class OfTheTexts {

        @Test
        void isNotUtf8() throws Exception {
            folder.write("cafe.txt", "A caf\u00e9.".getBytes(ISO_8859_1));
            assertThatThrownBy(() -> readAll(folder.source()))
                    .isInstanceOf(UserError.class)
                    .hasMessage("cafe.txt: not UTF-8 (byte 5 (0xE9) is not UTF-8); convert the file, or set 'encoding'"
                            + " to its encoding (old files are often windows-1252), or set 'on-bad: skip' on the step");
        }

        @Test
        void isNotPackedAtAll() throws Exception {
            folder.write("a.txt.gz", "plain");
            assertThatThrownBy(() -> readAll(folder.source()))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("a.txt.gz: damaged file (")
                    .hasMessageContaining("Not in GZIP format");
        }

        @Test
        void isCutShort() throws Exception {
            folder.pack("a.txt.gz", "A text of some length, to be cut.");
            Path file = folder.path().resolve("a.txt.gz");
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 20));
            assertThatThrownBy(() -> readAll(folder.source()))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("a.txt.gz: damaged file (");
        }

        @Test
        void wentAway() throws Exception {
            folder.write("a.txt", "A.");
            CorpusSource source = folder.source();
            InputSplit split = source.splits().get(0);
            Files.delete(folder.path().resolve("a.txt"));
            assertThatThrownBy(() -> source.read(split, BadRecords.FAIL).toList())
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("a.txt does not exist any more");
        }

        @Test
        void shareAnId() throws Exception {
            folder.write("a.txt", "A.");
            folder.pack("a.txt.gz", "A.");
            assertThatThrownBy(() -> folder.source().splits())
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("have the id 'a': a.txt and a.txt.gz; rename a file");
        }
    }

    @Nested
    class OfTheMetadata {

        @Test
        void namesAFileThatIsNotThere() throws Exception {
            metadata("{\"file\": \"a.txt\"}", "{\"file\": \"b.txt\"}");
            assertThatThrownBy(() -> folder.source().splits())
                    .isInstanceOf(UserError.class)
                    .hasMessage(place(2) + ": no text file 'b.txt' in " + folder.path()
                            + "; put the file there or remove the row");
        }

        @Test
        void namesAFileTwice() throws Exception {
            metadata("{\"file\": \"a.txt\"}", "", "{\"file\": \"./a.txt\"}");
            assertThatThrownBy(() -> folder.source().splits())
                    .isInstanceOf(UserError.class)
                    .hasMessage(place(3) + ": a second row for 'a.txt' (the first: line 1); remove one");
        }

        @Test
        void isNotJson() throws Exception {
            metadata("{\"file\": \"a.txt\"}", "{\"file\": \"a.txt\", }");
            assertThatThrownBy(() -> folder.source().splits())
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith(place(2) + ":19: not JSON (");
        }

        @Test
        void isNotAnObjectALine() throws Exception {
            metadata("[1]");
            assertThatThrownBy(() -> folder.source().splits())
                    .isInstanceOf(UserError.class)
                    .hasMessage(place(1) + ": expected an object {...}, found ARRAY");
        }

        @Test
        void namesNoFile() throws Exception {
            metadata("{\"id\": \"a\"}");
            assertThatThrownBy(() -> folder.source().splits())
                    .isInstanceOf(UserError.class)
                    .hasMessage(place(1) + ": the row has no 'file', the text's name (it has: id)");
        }

        @Test
        void hasAYearThatIsNone() throws Exception {
            metadata("{\"file\": \"a.txt\", \"year\": \"long ago\"}");
            assertThatThrownBy(() -> readAll(folder.source()))
                    .isInstanceOf(UserError.class)
                    .hasMessage(
                            "metadata.jsonl:1: absurd date (year 'long ago' is not a year such as 1851); correct it, or"
                                    + " leave it out when nobody knows, or set 'on-bad: skip' on the step");
        }

        private void metadata(String... lines) throws IOException {
            folder.write("a.txt", "A.");
            folder.write("metadata.jsonl", String.join("\n", lines) + "\n");
        }

        private String place(int line) {
            return folder.path().resolve("metadata.jsonl") + ":" + line;
        }
    }

    @Test
    void refusesAnEncodingNobodyKnows() {
        assertThatThrownBy(() -> new FolderOptions(temporary, "utf-7x", "en", true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("encoding 'utf-7x' is unknown; for example auto, utf-8");
    }

    private static void readAll(CorpusSource source) throws IOException {
        for (InputSplit split : source.splits()) {
            source.read(split, BadRecords.FAIL).toList();
        }
    }
}

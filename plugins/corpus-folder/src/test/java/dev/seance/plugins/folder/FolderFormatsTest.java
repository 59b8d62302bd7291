// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextFolder;
import dev.seance.kit.files.TextMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms in which texts and their metadata lie in a folder. */
class FolderFormatsTest {

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    @TempDir
    Path temporary;

    private final List<BadRecord> bad = new ArrayList<>();
    private TestFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new TestFolder(temporary.resolve("books"));
    }

    @Nested
    class Archives {

        @Test
        void giveTheTextsInThem() throws Exception {
            zip(
                    "attic.zip",
                    Map.of(
                            "1851_Kettles.txt",
                            bytes("A kettle."),
                            "deep/lamps.md",
                            bytes("# Lamps"),
                            "x.jpg",
                            bytes("?")));
            folder.write("here.txt", "Here.");
            folder.write("metadata.jsonl", "{\"file\": \"attic.zip/deep/lamps.md\", \"year\": 1871}");
            Map<String, Document> documents = documents();
            assertThat(documents).containsOnlyKeys("attic.zip/1851_Kettles", "attic.zip/deep/lamps", "here");
            assertThat(documents.get("attic.zip/1851_Kettles").year()).contains(1851);
            assertThat(documents.get("attic.zip/deep/lamps").year()).contains(1871);
            assertThat(documents.get("attic.zip/deep/lamps").text()).isEqualTo("# Lamps");
            assertThat(documents.get("attic.zip/deep/lamps").provenance().location())
                    .isEqualTo("attic.zip/deep/lamps.md");
        }

        @Test
        void changeTheRevisionWithTheirContent() throws Exception {
            zip("attic.zip", Map.of("a.txt", bytes("A kettle.")));
            String before = folder.source().revision();
            zip("attic.zip", Map.of("a.txt", bytes("A kettle!")));
            assertThat(folder.source().revision()).isNotEqualTo(before);
        }

        @Test
        void listWhatIsNotRead() throws Exception {
            Map<String, byte[]> entries = new LinkedHashMap<>();
            entries.put("../../out.txt", bytes("Out."));
            entries.put("/abs.txt", bytes("Out."));
            entries.put("a\\..\\out.txt", bytes("Out."));
            entries.put("__MACOSX/._a.txt", bytes("?"));
            entries.put("blank.txt", new byte[0]);
            entries.put("x.jpg", bytes("?"));
            entries.put("good.txt", bytes("Good."));
            zip("a.zip", entries);
            zip("empty.zip", Map.of("x.jpg", bytes("?")));
            FolderSource source = (FolderSource) folder.source();
            assertThat(source.splits()).extracting(InputSplit::id).containsExactly("a.zip/good");
            assertThat(source.skipped())
                    .contains(
                            new Skipped("a.zip/../../out.txt", "name that leads out of its archive"),
                            new Skipped("a.zip//abs.txt", "name that leads out of its archive"),
                            new Skipped("a.zip/a\\..\\out.txt", "name that leads out of its archive"),
                            new Skipped("a.zip/__MACOSX/._a.txt", TextFolder.HIDDEN),
                            new Skipped("a.zip/blank.txt", TextFolder.EMPTY),
                            new Skipped("a.zip/x.jpg", TextFolder.OTHER_SUFFIX),
                            new Skipped("empty.zip", "archive without texts"));
        }

        @Test
        void areReportedWhenTheyAreDamaged() throws Exception {
            zip("a.zip", Map.of("a.txt", bytes("A.".repeat(1000))));
            byte[] whole = Files.readAllBytes(folder.path().resolve("a.zip"));
            folder.write("a.zip", Arrays.copyOf(whole, whole.length / 2));
            folder.write("b.txt", "B.");
            assertThat(documents()).containsOnlyKeys("b");
            assertThat(bad).singleElement().satisfies(one -> {
                assertThat(one.where()).isEqualTo("a.zip");
                assertThat(one.reason()).isEqualTo("damaged file");
            });
        }

        @Test
        void areReportedWhenTheyAreBombs() throws Exception {
            zip("bomb.zip", Map.of("a.txt", "x".repeat(100 << 20).getBytes(UTF_8)));
            FolderSource source =
                    TestFolder.source(new FolderOptions(folder.path(), "auto", "en", true), new TextMemory(8L << 30));
            assertThat(read(source)).isEmpty();
            assertThat(bad).singleElement().satisfies(one -> {
                assertThat(one.where()).isEqualTo("bomb.zip/a.txt");
                assertThat(one.detail()).contains("decompresses to more than 200 times its size");
            });
            assertThatThrownBy(() -> read(TestFolder.source(
                            new FolderOptions(folder.path(), "auto", "en", true), new TextMemory(64 << 20))))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("bomb.zip/a.txt has ")
                    .hasMessageContaining("SEANCE_JAVA_OPTS=-Xmx");
        }

        @Test
        void haveNamesInAnyForm() throws Exception {
            zip("a.zip", Map.of("e\u0301te\u0301.txt", bytes("Summer.")));
            byte[] zip = Files.readAllBytes(folder.path().resolve("a.zip"));
            // The flag that says that names are UTF-8, in both headers: many programs leave it out.
            for (int i = 0; i + 8 < zip.length; i++) {
                if (zip[i] == 'P' && zip[i + 1] == 'K' && (zip[i + 2] == 3 || zip[i + 2] == 1)) {
                    zip[i + (zip[i + 2] == 3 ? 7 : 9)] = 0;
                }
            }
            folder.write("b.zip", zip);
            assertThat(documents()).containsOnlyKeys("a.zip/\u00e9t\u00e9", "b.zip/\u00e9t\u00e9");
        }

        private void zip(String name, Map<String, byte[]> entries) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    zip.putNextEntry(new ZipEntry(entry.getKey()));
                    zip.write(entry.getValue());
                    zip.closeEntry();
                }
            }
            folder.write(name, bytes.toByteArray());
        }
    }

    @Test
    void zstandardIsReadAsGzipIs() throws Exception {
        folder.write("a.txt.zst", zstandard("A kettle sang."));
        folder.write("b.md.zst", zstandard("B."));
        folder.write("c.txt.zst", Arrays.copyOf(zstandard("Cut short."), 12));
        Map<String, Document> documents = documents();
        assertThat(documents).containsOnlyKeys("a", "b");
        assertThat(documents.get("a").text()).isEqualTo("A kettle sang.");
        assertThat(bad).singleElement().satisfies(one -> assertThat(one.inWords())
                .isEqualTo("c.txt.zst: damaged file (the Zstandard data end before their time)"));
    }

    /** A frame of one block that is not compressed. */
    private static byte[] zstandard(String text) {
        byte[] data = bytes(text);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x20, (byte) data.length});
        int header = 1 | data.length << 3;
        frame.writeBytes(new byte[] {(byte) header, (byte) (header >> 8), (byte) (header >> 16)});
        frame.writeBytes(data);
        return frame.toByteArray();
    }

    @Nested
    class Tables {

        @Test
        void mayBeCsv() throws Exception {
            folder.write("a.txt", "A.");
            folder.write("b.txt", "B.");
            folder.write(
                    "metadata.csv",
                    "\uFEFFFile Name;TITLE;Author;Year;Kind\r\na.txt;\"Of; kettles\";Pym, Ada;c1853;novel\r\n\r\n"
                            + "b.txt;\"Of\nlamps\";;1850-1860;\r\n");
            Map<String, Document> documents = documents();
            assertThat(documents.get("a").title()).isEqualTo("Of; kettles");
            assertThat(documents.get("a").author()).isEqualTo("Pym, Ada");
            assertThat(documents.get("a").year()).contains(1853);
            assertThat(documents.get("a").attributes())
                    .containsOnly(Map.entry(Document.KIND, "novel"), Map.entry(Document.DATE, "c1853"));
            assertThat(documents.get("b").title()).isEqualTo("Of\nlamps");
            assertThat(documents.get("b").year()).contains(1855);
            assertThat(((FolderSource) folder.source()).splits()).hasSize(2);
        }

        @Test
        void mayBeSavedByAnOldSpreadsheet() throws Exception {
            folder.write("a.txt", "A.");
            folder.write("metadata.csv", "file,title\na.txt,Caf\u00e9s\n".getBytes(WINDOWS));
            assertThat(documents().get("a").title()).isEqualTo("Caf\u00e9s");
        }

        @Test
        void areNotTwo() throws Exception {
            folder.write("a.txt", "A.");
            folder.write("metadata.csv", "file\na.txt\n");
            folder.write("metadata.jsonl", "{\"file\": \"a.txt\"}");
            assertThatThrownBy(() -> folder.source().splits())
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("has both metadata.jsonl and metadata.csv; remove one");
        }

        @Test
        void haveRowsOfOneLength() throws Exception {
            folder.write("a.txt", "A.");
            folder.write("metadata.csv", "file,title\na.txt,Kettles, and lamps\n");
            assertThatThrownBy(() -> folder.source().splits())
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("metadata.csv:2: the row has 3 columns and the first one 2");
        }

        @Test
        void haveKeysInAnyCaseAndYearsInAnyForm() throws Exception {
            folder.write("a.txt", "A.");
            folder.write("b.txt", "B.");
            folder.write("c.txt", "C.");
            folder.write(
                    "metadata.jsonl",
                    "\uFEFF{\"FILE\": \"a.txt\", \"Title\": \"Kettles\", \"Year\": 1851.0}\n{\"file\": \"b.txt\", \"YEAR\":"
                            + " \"[1852?]\"}\n{\"file\": \"c.txt\", \"date\": \"1853-05-12\"}\n");
            Map<String, Document> documents = documents();
            assertThat(documents.get("a").title()).isEqualTo("Kettles");
            assertThat(documents.values())
                    .extracting(document -> document.year().orElseThrow())
                    .containsExactly(1851, 1852, 1853);
        }
    }

    @Nested
    class Encodings {

        @Test
        void areFoundOut() throws Exception {
            String text = "A \u2018caf\u00e9\u2019 in the Rue de la Paix.";
            folder.write("a-utf8.txt", text);
            folder.write("b-mark.txt", "\uFEFF" + text);
            folder.write("c-windows.txt", text.getBytes(WINDOWS));
            folder.write("d-utf16.txt", ("\uFEFF" + text).getBytes(UTF_16LE));
            folder.write("e-utf16.txt", ("\uFEFF" + text).getBytes(UTF_16BE));
            Map<String, Document> documents = documents();
            assertThat(bad).isEmpty();
            assertThat(documents).hasSize(5).allSatisfy((id, document) -> assertThat(document.text())
                    .isEqualTo(text));
            assertThat(documents.get("a-utf8").attributes()).isEmpty();
            assertThat(documents.get("c-windows").attributes()).containsEntry("encoding", "windows-1252");
            assertThat(documents.get("d-utf16").attributes()).containsEntry("encoding", "utf-16le");
        }

        @Test
        void areNotGuessedAgainstTheSigns() throws Exception {
            ByteArrayOutputStream mixed = new ByteArrayOutputStream();
            mixed.writeBytes(bytes("\u2018Damaged\u2019 caf\u00e9s "));
            mixed.write(0x92);
            folder.write("damaged.txt", mixed.toByteArray());
            folder.write(
                    "russian.txt",
                    "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440"
                            .getBytes(Charset.forName("windows-1251")));
            folder.write("dos.txt", "A caf\u00fc.".replace("\u00fc", "\u0081").getBytes(ISO_8859_1));
            folder.write("binary.txt", new byte[] {'a', 0, 'b', 0});
            folder.write("good.txt", "Good.");
            assertThat(documents()).containsOnlyKeys("good");
            assertThat(bad)
                    .extracting(BadRecord::where)
                    .containsExactly("binary.txt", "damaged.txt", "dos.txt", "russian.txt");
            assertThat(bad)
                    .extracting(BadRecord::reason)
                    .containsExactly("NUL characters", "unknown encoding", "unknown encoding", "unknown encoding");
            assertThat(bad.get(2).detail()).isEqualTo("byte 5 (0x81) is neither UTF-8 nor windows-1252");
        }

        @Test
        void areThoseThatAreSetWhenTheyAreSet() throws Exception {
            folder.write("a.txt", "A caf\u00fc.".getBytes(Charset.forName("IBM850")));
            FolderSource source = TestFolder.source(new FolderOptions(folder.path(), "IBM850", "en", true));
            assertThat(read(source)).singleElement().satisfies(document -> {
                assertThat(document.text()).isEqualTo("A caf\u00fc.");
                assertThat(document.attributes()).isEmpty();
            });
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private Map<String, Document> documents() throws IOException {
        Map<String, Document> documents = new LinkedHashMap<>();
        read(TestFolder.source(new FolderOptions(folder.path(), "auto", "en", true)))
                .forEach(document -> documents.put(document.id(), document));
        return documents;
    }

    private List<Document> read(CorpusSource source) throws IOException {
        List<Document> documents = new ArrayList<>();
        for (InputSplit split : source.splits()) {
            try (Stream<Document> read = source.read(split, bad::add)) {
                documents.addAll(read.toList());
            }
        }
        return documents;
    }
}

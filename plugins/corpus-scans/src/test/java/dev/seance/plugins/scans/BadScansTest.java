// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextMemory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not what it claims to be is named, left out, and nothing else with it. */
class BadScansTest {

    @TempDir
    Path folder;

    private final List<String> bad = new ArrayList<>();

    private List<Document> read() throws Exception {
        return TestScans.readWhatCanBe(TestScans.alto(folder), bad);
    }

    @Test
    void namesThePageTheLineAndTheRemedy() throws Exception {
        TestScans.write(folder.resolve("book/p1.xml"), TestScans.page("One."));
        String page = TestScans.page("Two.");
        TestScans.write(folder.resolve("book/p2.xml"), page.substring(0, page.length() - 20));
        TestScans.write(folder.resolve("book/p3.xml"), TestScans.page("Three."));
        Document book = read().get(0);
        assertThat(book.pages()).extracting(Page::text).containsExactly("One.", "Three.");
        assertThat(book.pages()).extracting(Page::number).containsExactly("1", "3");
        assertThat(bad).hasSize(1);
        assertThat(bad.get(0)).startsWith("book/p2.xml, line ").contains(": invalid XML (");
        assertThatThrownBy(() -> TestScans.read(TestScans.alto(folder)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("fetch the file again, or correct it, or set 'on-bad: skip'");
    }

    @Test
    void namesAnArchiveThatIsDamaged() throws Exception {
        Path whole = TestScans.zip(folder.resolve("whole.zip"), "p1.xml", TestScans.page("One."));
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(folder.resolve("cut.zip"), Arrays.copyOf(bytes, bytes.length / 2));
        Files.writeString(folder.resolve("text.zip"), "no archive");
        assertThat(read()).extracting(Document::id).containsExactly("whole");
        assertThat(bad).hasSize(2);
        assertThat(bad.get(0)).startsWith("cut.zip: damaged archive (");
        assertThat(bad.get(1)).startsWith("text.zip: damaged archive (");
    }

    @Test
    void namesAnEntryThatIsDamaged() throws Exception {
        Path file = folder.resolve("book.zip");
        byte[] page = TestScans.page("Two words.").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("p1.xml"));
            zip.write(TestScans.page("One.").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            zip.closeEntry();
            ZipEntry stored = new ZipEntry("p2.xml");
            stored.setMethod(ZipEntry.STORED);
            stored.setSize(page.length);
            CRC32 crc = new CRC32();
            crc.update(page);
            stored.setCrc(crc.getValue());
            zip.putNextEntry(stored);
            zip.write(page);
            zip.closeEntry();
        }
        byte[] bytes = Files.readAllBytes(file);
        String latin = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        bytes[latin.indexOf("Two")] = (byte) 0xFF;
        Files.write(file, bytes);
        assertThat(read().get(0).text()).isEqualTo("One.");
        assertThat(bad).hasSize(1);
        assertThat(bad.get(0)).startsWith("book.zip, p2.xml, line ").contains("invalid XML");
    }

    @Test
    void refusesAnArchiveThatExpandsWithoutEnd() throws Exception {
        String blank = " ".repeat(1 << 20);
        StringBuilder page = new StringBuilder(TestScans.alto("<TextBlock/>").replace("</alto>", ""));
        for (int i = 0; i < 80; i++) {
            page.append(blank);
        }
        TestScans.zip(folder.resolve("bomb.zip"), "p1.xml", page + "</alto>");
        assertThat(read()).isEmpty();
        assertThat(bad).hasSize(1);
        assertThat(bad.get(0)).startsWith("bomb.zip, p1.xml: damaged file (decompresses to more than");
    }

    @Test
    void refusesABookThatDoesNotFitIntoMemory() throws Exception {
        for (int i = 0; i < 30; i++) {
            TestScans.write(
                    folder.resolve("book/p" + i + ".xml"),
                    TestScans.page("word ".repeat(1000).strip()));
        }
        AltoSource source = new AltoSource(
                new ScanOptions(folder, "", Documents.FOLDERS), TestScans.digests(), new TextMemory(1 << 20));
        assertThatThrownBy(() -> TestScans.read(source))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("SEANCE_JAVA_OPTS");
    }

    @Test
    void saysWhenTheRecordBesideABookIsDamagedOrAbsurd() throws Exception {
        TestScans.write(folder.resolve("a/p1.xml"), TestScans.page("One."));
        TestScans.write(folder.resolve("a/mods.xml"), "<mods><titleInfo><title>T</title>");
        TestScans.write(folder.resolve("b/p1.xml"), TestScans.page("Two."));
        TestScans.write(
                folder.resolve("b/mods.xml"), "<mods><originInfo><dateIssued>99999</dateIssued></originInfo></mods>");
        assertThat(read()).hasSize(2).allSatisfy(book -> assertThat(book.year()).isEmpty());
        assertThat(bad).hasSize(2);
        assertThat(bad.get(0)).startsWith("a/mods.xml, line 1: invalid XML");
        assertThat(bad.get(1)).isEqualTo("b/mods.xml: absurd date ('99999')");
    }
}

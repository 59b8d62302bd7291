// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** A real archive of the British Library, where the machine has it, beside the library's own edition of the same book. */
class SharedAltoTest {

    private static final Path SAMPLE =
            Path.of(System.getProperty("seance.shared", "none"), "corpora", "blbooks-sample");
    private static final String RECORD = "003360082";
    private static final Pattern TEXT = Pattern.compile(
            "\"text\": (?:null|\"((?:[^\"\\\\]|\\\\.)*)\"), \"pg\": (\\d+)," + " \"mean_wc_ocr\": (null|[\\d.]+)");

    @Test
    void givesTheWordsAndConfidencesOfTheLibrarysOwnEdition() throws Exception {
        assumeTrue(Files.isDirectory(SAMPLE.resolve("alto")), "no sample at " + SAMPLE);
        Document book = TestScans.read(TestScans.alto(SAMPLE.resolve("alto"))).get(0);
        assertThat(book.id()).startsWith(RECORD);
        assertThat(book.title()).isEqualTo("Forget-Me-Nots. [In verse.]");
        assertThat(book.author()).isEqualTo("SHAW, Gertrude E.");
        assertThat(book.place()).isEqualTo("M. Ward & Co.: London, [1895.]");
        assertThat(book.year()).isEmpty();
        assertThat(book.attributes()).containsEntry(BookReader.RECORD, RECORD);
        assertThat(book.provenance().licence()).isEqualTo("Out of Copyright");
        List<String> rows = rows();
        assertThat(book.pages()).hasSameSizeAs(rows);
        int words = 0;
        for (int i = 0; i < rows.size(); i++) {
            Matcher row = TEXT.matcher(rows.get(i));
            assertThat(row.find()).as(rows.get(i)).isTrue();
            Page page = book.pages().get(i);
            assertThat(page.number()).isEqualTo(row.group(2));
            // One word of the book is the first part of another of which the file has no second part: it keeps its
            // hyphen.
            String text = page.text().replace("SOfsG-", "SOfsG");
            String expected = row.group(1) == null ? "" : unescaped(row.group(1));
            assertThat(text.split("\\s+")).as("page %s", page.number()).containsExactly(expected.split("\\s+"));
            words += text.isEmpty() ? 0 : text.split("\\s+").length;
            if (row.group(3).equals("null")) {
                assertThat(page.ocrConfidence()).isEmpty();
            } else {
                assertThat(page.ocrConfidence().orElseThrow())
                        .as("page %s", page.number())
                        .isCloseTo(Double.parseDouble(row.group(3)), org.assertj.core.data.Offset.offset(0.00051));
            }
        }
        assertThat(words).isGreaterThan(500);
        assertThat(book.pages()).filteredOn(page -> page.text().contains("\n")).isNotEmpty();
    }

    private static List<String> rows() throws Exception {
        try (Stream<Path> files = Files.walk(SAMPLE.resolve("jsonl"))) {
            Path file = files.filter(path -> path.getFileName().toString().contains(RECORD))
                    .findFirst()
                    .orElseThrow();
            try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                return lines.lines().toList();
            }
        }
    }

    private static String unescaped(String json) {
        Matcher escape = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))").matcher(json);
        return escape.replaceAll(found -> Matcher.quoteReplacement(
                found.group(1) != null ? "" + (char) Integer.parseInt(found.group(1), 16) : found.group(2)));
    }
}

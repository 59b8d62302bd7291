// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seance.api.corpus.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real novels, one for each kind of quotation mark. */
class VictorianNovelsTest {

    private static final Path NOVELS = Path.of(System.getProperty("seance.shared", "."), "corpora", "victorian");

    @ParameterizedTest
    @CsvSource({
        "ENG18480_Thackeray, DOUBLE",
        "ENG18650_Trollope, DOUBLE",
        "ENG18510_Kingsley, SINGLE",
        "ENG18890_Nesbit, SINGLE"
    })
    void giveHundredsOfPairs(String id, QuoteMarks marks) throws IOException {
        assumeTrue(Files.exists(NOVELS), "no corpus at " + NOVELS);
        String text = text(id);
        assertThat(QuoteMarks.of(text)).contains(marks);
        assertThat(new FictionExtractor(FictionOptions.DEFAULT)
                        .extract(Document.of(id, text).build()))
                .hasSizeGreaterThan(500)
                .allSatisfy(dialogue ->
                        assertThat(List.of(dialogue.turns().get(1).text())).noneMatch(String::isBlank));
    }

    /** The figure in the extractor's documentation. */
    @Test
    @Tag("full")
    void giveSomeSevenHundredPairsEachOnAverage() throws IOException {
        assumeTrue(Files.exists(NOVELS), "no corpus at " + NOVELS);
        List<String> novels = Files.readAllLines(NOVELS.resolve("metadata.jsonl")).stream()
                .filter(row -> row.contains("\"kind\": \"novel\""))
                .map(row -> row.replaceFirst(".*?\"id\": \"([^\"]+)\".*", "$1"))
                .toList();
        long pairs = 0;
        for (String id : novels) {
            pairs += new FictionExtractor(FictionOptions.DEFAULT)
                    .extract(Document.of(id, text(id)).build())
                    .count();
        }
        System.out.printf("%d novels, %,d pairs, %d a novel%n", novels.size(), pairs, pairs / novels.size());
        assertThat(pairs / novels.size()).isBetween(500L, 900L);
    }

    private static String text(String id) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(NOVELS.resolve(id + ".txt.gz")))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

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
        Path file = NOVELS.resolve(id + ".txt.gz");
        assumeTrue(Files.exists(file), "no corpus at " + NOVELS);
        String text;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(QuoteMarks.of(text)).contains(marks);
        assertThat(new FictionExtractor(FictionOptions.DEFAULT)
                        .extract(Document.of(id, text).build()))
                .hasSizeGreaterThan(500)
                .allSatisfy(dialogue ->
                        assertThat(List.of(dialogue.turns().get(1).text())).noneMatch(String::isBlank));
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Words;
import dev.seance.kit.files.TextMemory;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Reads real novels in TEI where the machine has some, in the folder that the property {@code seance.shared} names. */
class SharedTeiTest {

    private static final String WHITE = "[\\s\\p{Z}]+";
    private static final Path CORPORA = Path.of(System.getProperty("seance.shared", "none"), "corpora");

    @Test
    void givesTheTextThatTheSameNovelsHaveWithoutMarkup() throws Exception {
        List<Document> novels = novels();
        assertThat(novels).hasSize(3);
        for (Document novel : novels) {
            String plain = plain(novel.id());
            assertThat(novel.text().replaceAll(WHITE, "")).as(novel.id()).isEqualTo(plain.replaceAll(WHITE, ""));
            // The plain text has spaces beside a quotation mark of two lines' verse, and after a hyphen at a line's
            // end.
            assertThat(novel.words()).as(novel.id()).isBetween(Words.count(plain) - 2, (long) Words.count(plain));
        }
    }

    @Test
    void tellsAuthorsTitlesAndYearsFromHeaders() throws Exception {
        assertThat(novels())
                .extracting(Document::title, novel -> novel.year().orElseThrow(), Document::place, Document::language)
                .containsExactlyInAnyOrder(
                        tuple("Mark Rutherford's Deliverance", 1885, "London", "en"),
                        tuple("The Autobiography of a Slander", 1887, "London", "en"),
                        tuple("The Woman Who Didn't", 1895, "London", "en"));
        assertThat(novels()).allSatisfy(novel -> {
            assertThat(novel.author()).matches(".+ \\(\\d{4}-\\d{4}\\)");
            assertThat(novel.provenance().licence()).isEqualTo("https://creativecommons.org/licenses/by/4.0/");
            assertThat(novel.attributes()).containsEntry("year-source", "first edition");
        });
    }

    private static List<Document> novels() throws Exception {
        Path tei = CORPORA.resolve("tei");
        assumeTrue(Files.isDirectory(tei), "no corpus at " + tei);
        return TestBooks.read(new TeiSource(new TeiOptions(tei, ""), TestBooks.digests(), new TextMemory()));
    }

    private static String plain(String id) throws Exception {
        Path file = CORPORA.resolve("victorian").resolve(id + ".txt.gz");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusFilterContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Survey;
import dev.seance.api.corpus.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class ExactDuplicatesFilterTest extends CorpusFilterContract {

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return ExactDuplicatesFilter.class;
    }

    @Override
    protected CorpusFilter filter() {
        return new ExactDuplicatesFilter();
    }

    @Override
    protected List<Document> documents() {
        Random random = new Random(1837);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Document.Builder document = Document.of("book-" + i, "Text number " + random.nextInt(25) + ".");
            if (random.nextBoolean()) {
                document.year(1850 + random.nextInt(3));
            }
            documents.add(document.build());
        }
        return documents;
    }

    @Test
    void keepsTheEarliestEdition() {
        assertThat(judge(book("b", 1852, "The Text."), book("c", 1851, "The Text."), book("a", 1853, "The Text.")))
                .containsExactly(
                        Verdict.dropped("exact duplicate", "the text of c"),
                        Verdict.kept(),
                        Verdict.dropped("exact duplicate", "the text of c"));
    }

    @Test
    void keepsTheLeastIdOfOneYear() {
        assertThat(judge(book("b", 1851, "The Text."), book("a", 1851, "The Text.")))
                .containsExactly(Verdict.dropped("exact duplicate", "the text of a"), Verdict.kept());
    }

    @Test
    void prefersAnEditionWithAYear() {
        assertThat(judge(Document.of("a", "The Text.").build(), book("b", 1899, "The Text.")))
                .containsExactly(Verdict.dropped("exact duplicate", "the text of b"), Verdict.kept());
    }

    @Test
    void seesThroughCaseAndWhiteSpaceOnly() {
        assertThat(TextDigest.of(" The\n\ttext  of\r\nÉLAN. "))
                .isEqualTo(TextDigest.of("the text of élan."))
                .isNotEqualTo(TextDigest.of("the text of elan."))
                .isNotEqualTo(TextDigest.of("the textof élan."));
        assertThat(TextDigest.of(" \n ")).isEqualTo(TextDigest.of(""));
    }

    @Test
    void digestsLongTextsInPiecesAsInOne() {
        String[] parts = {" ", "\n\n", "a", "B", "\u00c9", "\ud835\udd04", "\u2014", "\t "};
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            // Past the piece's edge, so that it falls between and within whatever is there.
            StringBuilder text = new StringBuilder("x".repeat(8192 - 20 + random.nextInt(20)));
            for (int i = 0; i < 40; i++) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            String normal = text.toString().strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
            assertThat(TextDigest.of(text.toString())).as("seed %d", seed).isEqualTo(TextDigest.of(normal));
            assertThat(TextDigest.of(text + "y")).as("seed %d", seed).isNotEqualTo(TextDigest.of(normal));
        }
    }

    private static List<Verdict> judge(Document... documents) {
        ExactDuplicatesFilter filter = new ExactDuplicatesFilter();
        Survey<FirstEditions> survey = filter.survey();
        FirstEditions summary = survey.empty();
        for (Document document : documents) {
            summary = survey.fold(summary, document);
        }
        FirstEditions whole = summary;
        return List.of(documents).stream()
                .map(document -> filter.judge(document, whole))
                .toList();
    }

    private static Document book(String id, int year, String text) {
        return Document.of(id, text).year(year).build();
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Verdict;
import dev.seance.plugins.filters.SharedCorpora;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Real texts of several times, where the machine has them. The bounds are those the filter was asked for: nothing modern
 * passes the strict tier, and 98 % of an era's own words do.
 */
@Tag("full")
class SharedCorpusTest {

    @Test
    void nothingModernPassesForAnyEra() throws Exception {
        for (int to : new int[] {1837, 1901, 1914}) {
            for (Document document : SharedCorpora.transcriptions("modern")) {
                assertThat(strict(to).judge(document))
                        .as("%s for the era to %d", document.id(), to)
                        .isInstanceOf(Verdict.Dropped.class);
            }
        }
    }

    @Test
    void worksOfTheVictorianEraPass() throws Exception {
        assertThat(wordsKept(1901, SharedCorpora.transcriptions("victorian"))).isGreaterThanOrEqualTo(0.98);
    }

    @Test
    void worksOfEarlierErasPassForTheGeorgian() throws Exception {
        assertThat(wordsKept(1837, published("other-eras", 1600, 1837))).isGreaterThanOrEqualTo(0.98);
    }

    @Test
    void earlierWorksPassForTheEdwardian() throws Exception {
        List<Document> works = published("other-eras", 1600, 1914);
        works.addAll(SharedCorpora.transcriptions("victorian"));
        assertThat(wordsKept(1914, works)).isGreaterThanOrEqualTo(0.98);
    }

    private static double wordsKept(int to, List<Document> documents) {
        long all = 0;
        long kept = 0;
        AnachronismsFilter filter = strict(to);
        for (Document document : documents) {
            long words = document.words();
            all += words;
            kept += filter.judge(document) instanceof Verdict.Kept ? words : 0;
        }
        return (double) kept / all;
    }

    private static AnachronismsFilter strict(int to) {
        return new AnachronismsFilter(
                new AnachronismOptions(to, Tier.STRICT, Optional.empty(), false, List.of(), "en"));
    }

    private static List<Document> published(String corpus, int from, int to) throws IOException {
        List<Document> documents = SharedCorpora.transcriptions(corpus);
        documents.removeIf(
                document -> document.year().get() < from || document.year().get() > to);
        return documents;
    }
}

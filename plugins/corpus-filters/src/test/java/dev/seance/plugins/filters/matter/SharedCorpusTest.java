// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.matter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Verdict;
import dev.seance.plugins.filters.SharedCorpora;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real texts, where the machine has them. */
@Tag("full")
class SharedCorpusTest {

    private static final FrontAndBackMatterFilter FILTER =
            new FrontAndBackMatterFilter(new MatterOptions(0.15, "en", Optional.empty()));

    @Test
    void transcriptionsWithoutSuchMatterLoseNextToNothing() throws IOException {
        long all = 0;
        long left = 0;
        for (Document work : SharedCorpora.transcriptions("victorian")) {
            long words = work.words();
            long kept = FILTER.judge(work) instanceof Verdict.Changed changed
                    ? changed.document().words()
                    : words;
            all += words;
            left += kept;
        }
        System.out.printf("%.4f of the words of transcriptions are cut%n", 1 - (double) left / all);
        assertThat((double) left / all).isGreaterThan(0.995);
    }

    @Test
    void scansLoseContentsIndexesAndAdvertisements() throws IOException {
        Map<String, Document> scans = SharedCorpora.scans();
        // By position: a title page and two of contents; advertisements before and behind; an index of two.
        assertThat(cut(scans.get("000000218"))).containsExactly(6, 8, 9);
        assertThat(cut(scans.get("000000037"))).contains(4, 5, 6, 8, 39, 40).allMatch(page -> page < 11 || page > 38);
        assertThat(cut(scans.get("002321053"))).contains(10, 11);
        assertThat(cut(scans.get("000304491"))).contains(12, 13, 14, 15).allMatch(page -> page < 17);
    }

    /** The positions of the pages that are cut. */
    private static List<Integer> cut(Document book) {
        Verdict.Changed changed = (Verdict.Changed) FILTER.judge(book);
        return IntStream.range(0, book.pages().size())
                .filter(i -> !book.pages().get(i).text().isEmpty())
                .filter(i -> changed.document().pages().get(i).text().isEmpty())
                .boxed()
                .toList();
    }
}

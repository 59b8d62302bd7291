// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How well broken words are found again: transcriptions, every second of which the rules were not made on, are set in lines
 * and taken apart at their ends as scans are, and the lexicon is made from what is left of them. The bounds are those the
 * filter was asked for.
 */
@Tag("full")
class BrokenWordsTest {

    @ParameterizedTest
    @CsvSource({"'', 1837", "-, 1901"})
    void findsBrokenWordsAndBreaksNoOthers(String hyphen, long seed) throws IOException {
        SharedCorpora.assume();
        List<Document> clean = SharedCorpora.victorian(1);
        List<Document> broken = new ArrayList<>();
        int breaks = 0;
        for (Document work : clean) {
            LineBreaker breaker = new LineBreaker(seed + broken.size(), hyphen, 0.5);
            broken.add(work.withText(breaker.broken(work.text())));
            breaks += breaker.breaks();
        }
        FormCounts words = SharedCorpora.survey(broken);
        RejoinWordsFilter filter = new RejoinWordsFilter(new LexiconOptions("en", Optional.empty()));
        JoinScore score = new JoinScore();
        for (int i = 0; i < clean.size(); i++) {
            Document joined = filter.judge(broken.get(i), words) instanceof Verdict.Changed changed
                    ? changed.document()
                    : broken.get(i);
            score.add(clean.get(i).text(), broken.get(i).text(), joined.text());
        }
        System.out.printf(
                Locale.ROOT,
                "%,d words broken in %d works, line ends leave '%s': precision %.4f, recall %.4f%n",
                breaks,
                clean.size(),
                hyphen,
                score.precision(),
                score.recall());
        assertThat(score.precision()).isGreaterThanOrEqualTo(0.98);
        assertThat(score.recall()).isGreaterThanOrEqualTo(0.85);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Verdict;
import dev.seance.plugins.filters.SharedCorpora;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real texts, where the machine has them. */
@Tag("full")
class SharedCorpusTest {

    private static final LanguageFilter ENGLISH =
            new LanguageFilter(new LanguageOptions("en", List.of(), 0.6, Optional.empty()));

    @Test
    void scansInOtherLanguagesAreDroppedAndNoOthers() throws IOException {
        Map<String, Document> scans = SharedCorpora.scans();
        scans.forEach((id, book) -> {
            boolean other = List.of("000222291", "001350526", "002572070").contains(id);
            assertThat(ENGLISH.judge(book) instanceof Verdict.Dropped).as(id).isEqualTo(other);
        });
    }

    @Test
    void englishTranscriptionsAreKept() throws IOException {
        for (String corpus : List.of("victorian", "other-eras", "modern")) {
            for (Document work : SharedCorpora.transcriptions(corpus)) {
                assertThat(ENGLISH.judge(work)).as(work.id()).isEqualTo(Verdict.kept());
                assertThat(ENGLISH.shares(work).share(List.of("en")))
                        .as(work.id())
                        .isGreaterThan(0.9);
            }
        }
    }
}

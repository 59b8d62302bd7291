// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FormCountsTest {

    @Test
    void countsWhatAMapCountsHoweverItIsMerged() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Map<Long, Long> times = new HashMap<>();
            Map<Long, Integer> books = new HashMap<>();
            FormCounts whole = new FormCounts();
            for (int part = 0; part < 6; part++) {
                FormCounts counts = new FormCounts();
                for (int i = 0; i < random.nextInt(4000); i++) {
                    long form = FormHash.finish(random.nextInt(5000));
                    long more = random.nextInt(20) == 0 ? random.nextInt(200_000) : 1;
                    counts.add(form, more);
                    times.merge(form, more, Long::sum);
                    books.merge(form, 1, Integer::sum);
                }
                FormSurvey survey = new FormSurvey();
                whole = random.nextBoolean() ? survey.merge(whole, counts) : survey.merge(counts, whole);
            }
            FormCounts result = whole;
            times.forEach((form, count) -> assertThat(result.times(form)).isEqualTo(count));
            books.forEach((form, count) -> assertThat(result.books(form)).isEqualTo(Math.min(255, count)));
            assertThat(result.size()).as("seed %d", seed).isEqualTo(times.size());
            assertThat(result.times(FormHash.finish(-1))).isZero();
        }
    }

    /** 70 million forms are more than 28,000 books have, at 10.7 bytes each: 750 MB. */
    @Test
    void takesElevenBytesAFormAtMost() {
        FormCounts counts = new FormCounts();
        long next = 1;
        for (int step = 0; step < 10; step++) {
            for (int i = 0; i < 100_000; i++) {
                counts.add(FormHash.finish(next++), 1);
            }
            assertThat(counts.bytes() / (double) counts.size()).isLessThan(12.5);
        }
        assertThat(counts.bytes() / (double) counts.size()).isLessThan(11.7);
    }

    @Test
    void mergesManySmallSurveysIntoATableNoLargerThanItNeedsToBe() {
        FormSurvey survey = new FormSurvey();
        FormCounts whole = survey.empty();
        long next = 1;
        for (int part = 0; part < 200; part++) {
            FormCounts counts = survey.empty();
            for (int i = 0; i < 2000; i++) {
                counts.add(FormHash.finish(i % 2 == 0 ? i : next++), 1);
            }
            whole = survey.merge(whole, counts);
        }
        assertThat(whole.bytes() / (double) whole.size()).isLessThan(14);
    }

    @Test
    void countsWordsOfPagesButNotWhatAHyphenLeavesOpen() {
        FormCounts counts = SharedCorpora.survey(List.of(Document.of(
                        "a",
                        List.of(
                                new Page("1", Optional.empty(), "The well-known trav-\nellers, trav- ellers and THE"),
                                new Page("2", Optional.empty(), "Don\u2019t the")))
                .build()));
        assertThat(times(counts, "the")).isEqualTo(3);
        assertThat(times(counts, "well-known")).isEqualTo(1);
        assertThat(times(counts, "well")).isZero();
        assertThat(times(counts, "trav")).isZero();
        assertThat(times(counts, "ellers")).isZero();
        assertThat(times(counts, "don't")).isEqualTo(1);
        assertThat(counts.books(FormHash.finish(FormHash.of("the")))).isEqualTo(1);
    }

    @Test
    void countsPairsThatTheDocumentWritesAsOneToo() {
        FormCounts counts = SharedCorpora.survey(List.of(
                Document.of("a", "he hurt him self, himself and him self").build(),
                Document.of("b", "him self").build()));
        assertThat(counts.times(FormHash.finish(FormHash.pair(FormHash.of("him"), FormHash.of("self"), 4))))
                .isEqualTo(2);
        assertThat(counts.times(FormHash.finish(FormHash.tail(FormHash.of("self")))))
                .isEqualTo(2);
        assertThat(counts.times(FormHash.finish(FormHash.head(FormHash.of("him")))))
                .isEqualTo(2);
        assertThat(times(counts, "self")).isEqualTo(3);
    }

    private static long times(FormCounts counts, String form) {
        return counts.times(FormHash.finish(FormHash.of(form)));
    }
}

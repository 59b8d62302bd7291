// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What heads and repair are worth on scans whose text is known, where the machine has them. The rules were made on one of
 * the two books and the words come from the 18 books of the library's sample, which is far less than a library.
 */
@Tag("full")
class GroundTruthTest {

    private static FormCounts words;

    @BeforeAll
    static void survey() throws IOException {
        SharedCorpora.assume();
        words = SharedCorpora.survey(SharedCorpora.scans());
    }

    @Test
    void repairLowersTheErrorsOfTheBookItWasNotMadeOn() throws IOException {
        Rates cape = measure("Cape Cod", List.of(GroundTruth.book("Cape Cod")));
        Rates stick = measure("That Stick", List.of(GroundTruth.book("That Stick")));
        assertThat(cape.repaired.letters.value()).isLessThan(0.95 * cape.withoutHeads.letters.value());
        assertThat(stick.repaired.letters.value()).isLessThan(0.95 * stick.withoutHeads.letters.value());
    }

    @Test
    void repairRaisesTheErrorsOfNoSet() throws IOException {
        for (String set : List.of("monograph", "periodical")) {
            Rates rates = measure(set, GroundTruth.aligned("icdar2017-eng-" + set + ".jsonl.gz"));
            assertThat(rates.repaired.letters.value()).as(set).isLessThan(rates.withoutHeads.letters.value() + 0.0005);
        }
    }

    private static Rates measure(String name, List<GroundTruth> texts) {
        Rates rates = new Rates(new Rate(), new Rate(), new Rate());
        OcrRepairFilter repair = new OcrRepairFilter(new LexiconOptions("en", Optional.empty()));
        for (GroundTruth text : texts) {
            rates.raw.add(text);
            GroundTruth withoutHeads = text.with(judged(new RunningHeadsFilter(), text.document()));
            rates.withoutHeads.add(withoutHeads);
            rates.repaired.add(text.with(judged(repair, withoutHeads.document())));
        }
        System.out.printf(
                Locale.ROOT,
                "%-12s raw %s; without heads %s; repaired %s; letters wrong of those without heads: %.1f %% less%n",
                name,
                rates.raw,
                rates.withoutHeads,
                rates.repaired,
                100 * (1 - rates.repaired.letters.value() / rates.withoutHeads.letters.value()));
        return rates;
    }

    private static Document judged(CorpusFilter filter, Document document) {
        Verdict verdict = filter instanceof OcrRepairFilter repair
                ? repair.judge(document, words)
                : ((DocumentFilter) filter).judge(document);
        return verdict instanceof Verdict.Changed changed ? changed.document() : document;
    }

    /** The same pages as they came, without their heads, and repaired. */
    private record Rates(Rate raw, Rate withoutHeads, Rate repaired) {}

    /** Error rates in letters and digits alone, in characters and in words. */
    private static final class Rate {

        private final ErrorRate letters = new ErrorRate();
        private final ErrorRate characters = new ErrorRate();
        private final ErrorRate words = new ErrorRate();

        void add(GroundTruth text) {
            List<String> truth = new ArrayList<>(text.truth());
            for (int i = 0; i < truth.size(); i++) {
                String page = text.document().pages().get(i).text();
                letters.add(ErrorRate.letters(page), ErrorRate.letters(truth.get(i)));
                characters.add(ErrorRate.characters(page), ErrorRate.characters(truth.get(i)));
                words.add(ErrorRate.words(page), ErrorRate.words(truth.get(i)));
            }
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "cer_alnum %.4f, cer %.4f, wer %.4f",
                    letters.value(),
                    characters.value(),
                    words.value());
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures what heads and repair are worth on the scans whose text is known: a small program that prints a table, and what
 * {@link GroundTruthTest} asks of it. The property {@code seance.shared} says where the corpora are.
 */
final class RepairTable {

    static final List<String> BOOKS = List.of("That Stick", "Cape Cod");
    static final List<String> ALIGNED = List.of("monograph", "periodical");

    private RepairTable() {}

    public static void main(String[] args) throws IOException {
        FormCounts words = SharedCorpora.survey(SharedCorpora.scans());
        System.out.println("set          stage          cer_alnum     cer     wer   (per cent)");
        for (String book : BOOKS) {
            System.out.print(book(book, words));
        }
        for (String set : ALIGNED) {
            System.out.print(aligned(set, words));
        }
        for (String book : BOOKS) {
            FormCounts own = SharedCorpora.survey(List.of(GroundTruth.book(book).document()));
            System.out.printf(
                    Locale.ROOT,
                    "%-12s letters and digits wrong, with its own pages for a lexicon: %+.1f %%%n",
                    book,
                    100 * (book(book, own).lettersLeft() - 1));
        }
        List<Document> clean = SharedCorpora.victorian(-1);
        System.out.printf(
                Locale.ROOT,
                "words of transcriptions that repair changes, of a million: %.0f by their own lexicon, %.0f by the scans'%n",
                changed(clean, SharedCorpora.survey(clean)),
                changed(clean, words));
    }

    /** How many words of a million repair changes in texts that have nothing to repair. */
    private static double changed(List<Document> clean, FormCounts words) {
        Lexicon lexicon = new Lexicons("en", Optional.empty()).of(words, "en");
        long changed = 0;
        long all = 0;
        for (Document document : clean) {
            PageRepair repair = new PageRepair(lexicon, document);
            document.mapText(repair::repaired);
            changed += repair.repaired();
            all += document.words();
        }
        return 1e6 * changed / all;
    }

    /** Measures a British Library book, with the forms of a corpus for its lexicon. */
    static Rates book(String title, FormCounts words) throws IOException {
        return measure(title, List.of(GroundTruth.book(title)), words);
    }

    /** Measures a set that comes as aligned strings. */
    static Rates aligned(String set, FormCounts words) throws IOException {
        return measure(set, GroundTruth.aligned("icdar2017-eng-" + set + ".jsonl.gz"), words);
    }

    private static Rates measure(String name, List<GroundTruth> texts, FormCounts words) {
        Rates rates = new Rates(name, new Rate(), new Rate(), new Rate());
        OcrRepairFilter repair = new OcrRepairFilter(new LexiconOptions("en", Optional.empty()));
        for (GroundTruth text : texts) {
            rates.raw.add(text);
            GroundTruth withoutHeads = text.with(judged(new RunningHeadsFilter(), text.document(), words));
            rates.withoutHeads.add(withoutHeads);
            rates.repaired.add(text.with(judged(repair, withoutHeads.document(), words)));
        }
        return rates;
    }

    private static Document judged(CorpusFilter filter, Document document, FormCounts words) {
        Verdict verdict = filter instanceof OcrRepairFilter repair
                ? repair.judge(document, words)
                : ((DocumentFilter) filter).judge(document);
        return verdict instanceof Verdict.Changed changed ? changed.document() : document;
    }

    /** The same pages as they came, without their heads, and then repaired. */
    record Rates(String name, Rate raw, Rate withoutHeads, Rate repaired) {

        /** Errors in letters and digits after repair, of 1 before it. */
        double lettersLeft() {
            return repaired.letters.value() / withoutHeads.letters.value();
        }

        /** How much repair adds to the error rate in letters and digits; below 0 where it takes off. */
        double lettersAdded() {
            return repaired.letters.value() - withoutHeads.letters.value();
        }

        @Override
        public String toString() {
            return line("raw", raw) + line("without heads", withoutHeads) + line("then repaired", repaired);
        }

        private String line(String stage, Rate rate) {
            return String.format(Locale.ROOT, "%-12s %-13s %s%n", name, stage, rate);
        }
    }

    /** Error rates in letters and digits alone, in characters and in words. */
    static final class Rate {

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
                    "%10.3f %7.3f %7.3f",
                    100 * letters.value(),
                    100 * characters.value(),
                    100 * words.value());
        }
    }
}

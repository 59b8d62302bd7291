// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Survey;
import dev.seance.api.corpus.SurveyFilter;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Drops pages and documents of which too few words are in the lexicon: noise, tables, indexes, other languages. That share
 * tells good scans from bad ones far better than the confidence that recognition gives itself, which is a low floor here.
 */
@Extension
@ExtensionSpec(
        name = "ocr-quality",
        summary =
                "Drops pages and documents of which too few words are in a lexicon made from the corpus, and marks the"
                        + " others as good or fair.",
        options = QualityOptions.class)
public final class OcrQualityFilter implements SurveyFilter<FormCounts> {

    /** A page of fewer words is judged with those around it. */
    private static final int FEW_WORDS = 50;

    private final QualityOptions options;
    private final Lexicons lexicons;

    @Inject
    public OcrQualityFilter(QualityOptions options) {
        this.options = options;
        this.lexicons = new Lexicons(options.language(), options.words());
    }

    @Override
    public Survey<FormCounts> survey() {
        return new FormSurvey();
    }

    @Override
    public Verdict judge(Document document, FormCounts summary) {
        Optional<Double> confidence = confidence(document);
        if (confidence.isPresent() && confidence.get() < options.confidenceMin()) {
            return Verdict.dropped("low confidence", percent("mean word confidence", confidence.get()));
        }
        LexiconReader lexicon = new LexiconReader(lexicons.of(summary, document.language()));
        List<HitRate> rates = document.pages().stream()
                .map(page -> HitRate.of(page.text(), lexicon))
                .toList();
        List<Page> good = new ArrayList<>();
        HitRate rate = HitRate.NONE;
        long characters = 0;
        for (int i = 0; i < rates.size(); i++) {
            Page page = document.pages().get(i);
            if (around(rates, i).value() >= options.pageMin() && !page.text().isBlank()) {
                good.add(page);
                rate = rate.plus(rates.get(i));
                characters += page.text().length();
            }
        }
        HitRate all = rates.stream().reduce(HitRate.NONE, HitRate::plus);
        // A few good pages in a book of bad ones are quotations, or luck.
        if (2 * rate.words() < all.words() || rate.words() == 0) {
            return Verdict.dropped("few known words", percent("known words", all.value()));
        }
        if (rate.value() < options.bookMin()) {
            return Verdict.dropped("few known words", percent("known words", rate.value()));
        }
        if (characters < options.minCharacters()) {
            return Verdict.dropped("too little text", characters + " characters on good pages");
        }
        Document marked = document.withPages(good)
                .withAttribute(Document.QUALITY, rate.value() >= options.goodMin() ? "good" : "fair");
        if (marked.equals(document)) {
            return Verdict.kept();
        }
        return Verdict.changed(marked, good.size() < rates.size() ? "dropped bad pages" : "marked the quality");
    }

    private HitRate around(List<HitRate> rates, int page) {
        HitRate rate = rates.get(page);
        if (rate.words() >= FEW_WORDS) {
            return rate;
        }
        for (int i = Math.max(0, page - options.window());
                i <= Math.min(rates.size() - 1, page + options.window());
                i++) {
            rate = i == page ? rate : rate.plus(rates.get(i));
        }
        return rate;
    }

    /** That of the document, or else the mean over the pages that have one. */
    private static Optional<Double> confidence(Document document) {
        if (document.ocrConfidence().isPresent()) {
            return document.ocrConfidence();
        }
        double sum = 0;
        int pages = 0;
        for (Page page : document.pages()) {
            if (page.ocrConfidence().isPresent()) {
                sum += page.ocrConfidence().get();
                pages++;
            }
        }
        return pages == 0 ? Optional.empty() : Optional.of(sum / pages);
    }

    private static String percent(String what, double share) {
        return String.format(Locale.ROOT, "%s %.2f", what, share);
    }
}

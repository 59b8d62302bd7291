// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Survey;
import dev.seance.api.corpus.SurveyFilter;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/**
 * Makes words whole that the ends of printed lines broke: "travel-" and "lers" on two lines, and, where a scan lost its
 * lines and hyphens, "prin ciples" and "prin- ciples". A model that learns from broken words writes them, and a vocabulary
 * made from them fills with their pieces. See {@link JoinRule}.
 */
@Extension
@ExtensionSpec(
        name = "rejoin-words",
        summary = "Joins words that line ends broke, with or without a hyphen left, by a lexicon made from the corpus;"
                + " words that the corpus hyphenates stay hyphenated.",
        options = LexiconOptions.class)
public final class RejoinWordsFilter implements SurveyFilter<FormCounts> {

    private final Lexicons lexicons;

    @Inject
    public RejoinWordsFilter(LexiconOptions options) {
        this.lexicons = new Lexicons(options.language(), options.words());
    }

    @Override
    public Survey<FormCounts> survey() {
        return new FormSurvey();
    }

    @Override
    public Verdict judge(Document document, FormCounts summary) {
        WordRejoiner rejoiner = new WordRejoiner(lexicons.of(summary, document.language()), document);
        Document whole = document.withPages(rejoiner.rejoined(document.pages()));
        return rejoiner.joined() == 0 ? Verdict.kept() : Verdict.changed(whole, "joined broken words");
    }
}

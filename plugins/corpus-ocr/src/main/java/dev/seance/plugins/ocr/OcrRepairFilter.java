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
 * Repairs words that recognition misread ("wliich", "Avas", "tbe") and the blanks that it put around punctuation. What is in
 * the lexicon is never touched. In a language without rules documents stay as they are. See {@link WordRepair}.
 */
@Extension
@ExtensionSpec(
        name = "ocr-repair",
        summary = "Repairs misread words by the confusions of recognition and a lexicon made from the corpus, and the"
                + " blanks around quotation marks and punctuation; never touches a word of the lexicon.",
        options = LexiconOptions.class)
public final class OcrRepairFilter implements SurveyFilter<FormCounts> {

    private final Lexicons lexicons;

    @Inject
    public OcrRepairFilter(LexiconOptions options) {
        this.lexicons = new Lexicons(options.language(), options.words());
    }

    @Override
    public Survey<FormCounts> survey() {
        return new FormSurvey();
    }

    @Override
    public Verdict judge(Document document, FormCounts summary) {
        Lexicon lexicon = lexicons.of(summary, document.language());
        if (lexicon.rules() == LanguageRules.NONE) {
            return Verdict.kept();
        }
        PageRepair repair = new PageRepair(lexicon, document);
        Document repaired = document.mapText(text -> PunctuationRepair.repaired(repair.repaired(text)));
        if (repair.repaired() > 0) {
            return Verdict.changed(repaired, "repaired misread words");
        }
        return repaired.equals(document) ? Verdict.kept() : Verdict.changed(repaired, "closed up punctuation");
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Survey;
import dev.seance.api.corpus.SurveyFilter;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import org.pf4j.Extension;

/**
 * Makes a paragraph one line where a transcriber wrapped it at some 70 columns, as most free transcriptions are, and
 * joins the words that were broken at the ends of lines. A model that learns from wrapped lines breaks its own sentences
 * at the same columns, and one that learns from broken words writes them. The words of the whole corpus say which hyphens
 * at line ends are part of a word, see {@link LineEndHyphens}.
 */
@Extension
@ExtensionSpec(
        name = "unwrap",
        summary = "Rejoins paragraphs that were wrapped at a fixed width, and words broken at the ends of their lines;"
                + " leaves verse and texts without wraps alone.")
public final class UnwrapFilter implements SurveyFilter<WordSet> {

    @Override
    public Survey<WordSet> survey() {
        return new WordSurvey();
    }

    @Override
    public Verdict judge(Document document, WordSet summary) {
        HardWrap wrap = HardWrap.of(document.text());
        if (!wrap.found()) {
            return Verdict.kept();
        }
        LineEndHyphens hyphens = new LineEndHyphens(document.text(), wrap.lines(), document.language(), summary);
        return Verdict.changed(document.withText(wrap.undone(hyphens)), "joined wrapped lines");
    }
}

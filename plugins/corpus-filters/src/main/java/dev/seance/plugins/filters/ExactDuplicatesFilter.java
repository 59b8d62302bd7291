// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Survey;
import dev.seance.api.corpus.SurveyFilter;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import org.pf4j.Extension;

/** Of documents with the same text, case and white space aside, keeps the earliest. */
@Extension
@ExtensionSpec(
        name = "exact-duplicates",
        summary = "Keeps one of documents that differ in case and white space only: the earliest, then the least id.")
public final class ExactDuplicatesFilter implements SurveyFilter<FirstEditions> {

    @Override
    public Survey<FirstEditions> survey() {
        return new FirstEditionsSurvey();
    }

    @Override
    public Verdict judge(Document document, FirstEditions summary) {
        Edition first = summary.of(document);
        return first.id().equals(document.id())
                ? Verdict.kept()
                : Verdict.dropped("exact duplicate", "the text of " + first.id());
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Survey;

/**
 * Counts the forms of a corpus, and in how many documents they stand; see {@link DocumentForms} for which.
 */
record FormSurvey() implements Survey<FormCounts> {

    @Override
    public boolean early() {
        return true;
    }

    @Override
    public FormCounts empty() {
        return new FormCounts();
    }

    @Override
    public FormCounts fold(FormCounts summary, Document document) {
        DocumentForms forms = DocumentForms.of(document);
        forms.addTo(summary);
        summary.addDocument(forms.words());
        return summary;
    }

    @Override
    public FormCounts merge(FormCounts one, FormCounts other) {
        // Into the larger, so that merging many small ones costs no more than their sum.
        FormCounts larger = one.size() >= other.size() ? one : other;
        larger.addAll(larger == one ? other : one);
        return larger;
    }
}

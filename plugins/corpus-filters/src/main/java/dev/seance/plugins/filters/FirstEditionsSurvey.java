// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Survey;

/** Finds the first of the documents with each text. */
record FirstEditionsSurvey() implements Survey<FirstEditions> {

    @Override
    public FirstEditions empty() {
        return new FirstEditions();
    }

    @Override
    public FirstEditions fold(FirstEditions summary, Document document) {
        summary.add(document);
        return summary;
    }

    @Override
    public FirstEditions merge(FirstEditions one, FirstEditions other) {
        // Into the larger, so that merging many small ones costs no more than their sum.
        FirstEditions larger = one.size() >= other.size() ? one : other;
        larger.addAll(larger == one ? other : one);
        return larger;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Survey;

/** Collects the words of a corpus. */
record WordSurvey() implements Survey<WordSet> {

    @Override
    public boolean early() {
        return true;
    }

    @Override
    public WordSet empty() {
        return new WordSet();
    }

    @Override
    public WordSet fold(WordSet summary, Document document) {
        WordScanner.scan(document.text(), new WordScanner.Visitor() {
            @Override
            public void word(long hash) {
                summary.add(hash);
            }

            @Override
            public void hyphenated(long hash) {
                summary.add(hash);
            }
        });
        return summary;
    }

    @Override
    public WordSet merge(WordSet one, WordSet other) {
        // Into the larger, so that merging many small ones costs no more than their sum.
        WordSet larger = one.weight() >= other.weight() ? one : other;
        larger.addAll(larger == one ? other : one);
        return larger;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.io.Serializable;

/**
 * A filter that must see the whole corpus before it can judge a document: duplicates, a lexicon.
 *
 * <p>The host folds each split into a summary of its own, merges the summaries (in any order and grouping), and then
 * asks for verdicts. {@link #merge} must be associative and commutative, with {@link #survey()} as its neutral element.
 *
 * @param <S> the summary; small enough to hold in memory for the largest corpus it is meant for
 */
public non-sealed interface SurveyFilter<S extends Serializable> extends CorpusFilter {

    /** An empty summary. */
    S survey();

    /** Adds one document to a summary, which it may change and return. One thread per summary. */
    S fold(S summary, Document document);

    /** Joins two summaries; it may change and return either. */
    S merge(S one, S other);

    /** Judges one document by the summary of all. Called from several threads at once; the summary is read only. */
    Verdict judge(Document document, S summary);
}

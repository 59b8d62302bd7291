// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.io.Serializable;

/**
 * Summarises a corpus for a {@link SurveyFilter}.
 *
 * <p>The host folds each split into a summary of its own, merges the summaries (in any order and grouping), and then
 * asks for verdicts. {@link #merge} must be associative and commutative, with {@link #empty()} as its neutral element.
 * Surveys that are equal and see the same documents are made once, so filters of one plugin that need the same summary
 * should return surveys that are equal: records.
 *
 * @param <S> the summary; small enough to hold in memory for the largest corpus it is meant for
 */
public interface Survey<S extends Serializable> {

    /** An empty summary. */
    S empty();

    /** Adds one document to a summary, which it may change and return. One thread per summary. */
    S fold(S summary, Document document);

    /** Joins two summaries; it may change and return either. */
    S merge(S one, S other);

    /**
     * Whether it may be made of the documents as they are before other surveying filters judged them. Those that may are
     * made in one pass, with the first survey of the step; each of the others costs a pass of its own, over the documents
     * as the filters before it left them.
     */
    default boolean early() {
        return false;
    }
}

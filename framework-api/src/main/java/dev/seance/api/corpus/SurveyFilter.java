// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.io.Serializable;

/**
 * A filter that must see the whole corpus before it can judge a document: duplicates, a lexicon.
 *
 * @param <S> the summary of the corpus
 */
public non-sealed interface SurveyFilter<S extends Serializable> extends CorpusFilter {

    /** How the corpus is summarised; the same for the same options. */
    Survey<S> survey();

    /** Judges one document by the summary of all. Called from several threads at once; the summary is read only. */
    Verdict judge(Document document, S summary);
}

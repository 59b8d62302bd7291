// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

/** A filter that needs nothing but the document. */
public non-sealed interface DocumentFilter extends CorpusFilter {

    /** Judges one document. Called from several threads at once. */
    Verdict judge(Document document);
}

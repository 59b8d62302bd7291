// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import org.pf4j.ExtensionPoint;

/**
 * Judges documents: keep, change or drop. A filter is either a {@link DocumentFilter}, which needs nothing but the
 * document, or a {@link SurveyFilter}, which first surveys the whole corpus.
 *
 * <p>The verdict on a document may depend on that document and the survey only, never on the order of calls: the same
 * corpus gives byte-identical output on one thread, on sixteen, or on a cluster.
 */
public sealed interface CorpusFilter extends ExtensionPoint permits DocumentFilter, SurveyFilter {}

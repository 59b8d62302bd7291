// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * One pass over a corpus as a value: which source, which filters, which part of the work. The host runs it on its
 * threads; whoever runs it elsewhere, in a worker process or on a cluster, needs this API and the plugins, nothing of the
 * host, and gets the same bytes.
 *
 * <p>Start at {@link dev.seance.kit.stage.CorpusStage}.
 */
package dev.seance.kit.stage;

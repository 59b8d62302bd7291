// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * The results of a run: {@link dev.seance.core.report.RunSummary} for scripts, {@link dev.seance.core.report.RunPage} for
 * people, and the comparison and the removal of runs.
 */
package dev.seance.core.report;

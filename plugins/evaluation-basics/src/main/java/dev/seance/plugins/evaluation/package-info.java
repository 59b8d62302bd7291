// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Evaluations that every run needs: bits per byte on validation documents, and replies to questions. */
package dev.seance.plugins.evaluation;

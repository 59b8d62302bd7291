// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Counts the pieces of a corpus and learns merges from them. */
package dev.seance.plugins.bpe.training;

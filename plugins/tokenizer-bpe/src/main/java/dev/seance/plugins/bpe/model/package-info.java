// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** What a vocabulary is made of: symbols, the merges that make them, and the ids they have. */
package dev.seance.plugins.bpe.model;

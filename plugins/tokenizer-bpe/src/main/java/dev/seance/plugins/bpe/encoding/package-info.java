// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Turns text into tokens: known pieces from a cache, new ones by the merges. */
package dev.seance.plugins.bpe.encoding;

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Cuts text into pieces: the patterns, a scalar rule for each, which is the truth, and a scanner of 64 bytes at once. */
package dev.seance.plugins.bpe.split;

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Characters as UTF-8, and what kind each is, by the tables of one Unicode version on every JDK. */
package dev.seance.plugins.bpe.unicode;

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Checks a vocabulary. Start reading at {@link dev.seance.plugins.lint.TokenizerLint}. */
package dev.seance.plugins.lint;

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Looks a vocabulary over. Start reading at {@link dev.seance.plugins.lint.TokenizerLint}. */
package dev.seance.plugins.lint;

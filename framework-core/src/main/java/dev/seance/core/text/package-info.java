// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Text files as a corpus, for commands that work without a recipe. */
package dev.seance.core.text;

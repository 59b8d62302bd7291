// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Dialogues that language models write, or half of which they write. */
package dev.seance.plugins.synthesis;

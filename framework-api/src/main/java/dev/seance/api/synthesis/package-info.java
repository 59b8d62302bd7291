// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Dialogues that are in no book, and the language models that may help to write them. */
package dev.seance.api.synthesis;

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

/** The two parts of a corpus. A document is wholly in one of them, chosen by its id. */
public enum Part {
    /** What vocabularies, models and dialogues are made from. */
    TRAINING,
    /** What is only ever measured on. */
    HELD_OUT
}

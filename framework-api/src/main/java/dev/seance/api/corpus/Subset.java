// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

/** The two parts of a corpus. A document is wholly in one of them, chosen by its id. */
public enum Subset {
    /** What vocabularies, models and dialogues are made from. */
    TRAIN,
    /** What is only ever measured on. */
    VALIDATION
}

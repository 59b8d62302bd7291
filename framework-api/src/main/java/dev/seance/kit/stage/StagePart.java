// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

/** What a stage writes of one split, each a stream of bytes of its own. */
public enum StagePart {
    /** The documents as the stage's filters left them, with their pages, for the stages after it; see {@link JudgedDocuments}. */
    JUDGED,
    /** The documents for training, as JSON lines. */
    TRAIN,
    /** The documents for validation, as JSON lines. */
    VALIDATION,
    /** What the filters changed and dropped, as JSON lines. */
    VERDICTS
}

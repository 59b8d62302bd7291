// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.run;

/** What a step makes, and what the steps that name it in {@code from} take. */
public enum ArtifactKind {
    /** Documents after their filters, split into training and validation. */
    CORPUS,
    /** A trained vocabulary. */
    VOCABULARY,
    /** A trained model, with the vocabulary it was trained with. */
    MODEL,
    /** Dialogues with their provenance. */
    DIALOGUES,
    /** Metrics and a section of the report. */
    REPORT
}

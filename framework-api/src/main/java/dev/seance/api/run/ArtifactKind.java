// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.run;

/** The types of the wires between steps. */
public enum ArtifactKind {
    /** Documents after their filters, with held-out ones set apart. */
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

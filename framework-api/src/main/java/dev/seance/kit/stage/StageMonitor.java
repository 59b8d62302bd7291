// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import dev.seance.api.corpus.Document;

/** Is told what a stage is at. Called on the thread that reads the split. */
public interface StageMonitor {

    /** Called before each document is judged. May throw, to end the stage: when the user asked to stop. */
    void judging(Document document);
}

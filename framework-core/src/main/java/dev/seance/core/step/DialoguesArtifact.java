// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.run.ArtifactKind;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.StoredDialogues;

/** Dialogues as JSON lines. */
final class DialoguesArtifact implements ArtifactType {

    @Override
    public ArtifactKind kind() {
        return ArtifactKind.DIALOGUES;
    }

    @Override
    public String noun() {
        return "dialogues";
    }

    @Override
    public String plural() {
        return "collections of dialogues";
    }

    @Override
    public boolean isContent(String path) {
        return path.equals(StoredDialogues.FILE);
    }

    @Override
    public void open(String name, Artifact artifact, InputCollector inputs) {
        inputs.add(new StoredDialogues(name, artifact));
    }
}

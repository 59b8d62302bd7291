// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.run.ArtifactKind;
import dev.seance.core.store.Artifact;
import java.io.IOException;

/** A vocabulary in the files of Hugging Face's library. */
public final class VocabularyArtifact implements ArtifactType {

    /** The attribute of an artifact that names the tokenizer which loads its vocabulary. */
    public static final String TOKENIZER = "tokenizer";

    VocabularyArtifact() {}

    @Override
    public ArtifactKind kind() {
        return ArtifactKind.VOCABULARY;
    }

    @Override
    public String noun() {
        return "a vocabulary";
    }

    @Override
    public String plural() {
        return "vocabularies";
    }

    @Override
    public boolean isContent(String path) {
        return !path.equals(Artifact.CURVE);
    }

    @Override
    public void open(String name, Artifact artifact, InputCollector inputs) throws IOException {
        inputs.addVocabulary(artifact);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.run.ArtifactKind;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.StoredCorpus;

/** Documents as compressed JSON lines, with the funnel of the filters. */
final class CorpusArtifact implements ArtifactType {

    @Override
    public ArtifactKind kind() {
        return ArtifactKind.CORPUS;
    }

    @Override
    public String noun() {
        return "a corpus";
    }

    @Override
    public String plural() {
        return "corpora";
    }

    @Override
    public boolean isContent(String path) {
        return StoredCorpus.isShard(path);
    }

    @Override
    public void open(String name, Artifact artifact, InputCollector inputs) {
        inputs.add(new StoredCorpus(name, artifact));
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.run.ArtifactKind;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.EvaluationJson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** What an evaluator measured. */
final class ReportArtifact implements ArtifactType {

    @Override
    public ArtifactKind kind() {
        return ArtifactKind.REPORT;
    }

    @Override
    public String noun() {
        return "a report";
    }

    @Override
    public String plural() {
        return "reports";
    }

    @Override
    public boolean isContent(String path) {
        return path.equals(EvaluationJson.FILE);
    }

    @Override
    public void open(String name, Artifact artifact, InputCollector inputs) {
        throw new IllegalStateException("no step takes a report");
    }

    @Override
    public List<String> failures(Artifact artifact) throws IOException {
        return EvaluationJson.read(Files.readString(artifact.file(EvaluationJson.FILE)))
                .failures();
    }
}

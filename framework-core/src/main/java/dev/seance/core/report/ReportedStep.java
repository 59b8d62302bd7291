// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.run.ArtifactKind;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.ArtifactStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A step and what it made, when that is still in the store.
 *
 * @param step the step
 * @param artifact its artifact
 */
record ReportedStep(StepSummary step, Optional<Artifact> artifact) {

    static ReportedStep of(StepSummary step, ArtifactStore store) {
        ArtifactKind kind = ArtifactKind.valueOf(step.makes().toUpperCase(Locale.ROOT));
        return new ReportedStep(step, store.find(kind, step.fingerprint()));
    }

    boolean makes(ArtifactKind kind) {
        return step.makes().equalsIgnoreCase(kind.name());
    }

    /** A file of the artifact, if it is there. */
    Optional<Path> file(String name) {
        return artifact.map(found -> found.file(name)).filter(Files::isRegularFile);
    }
}

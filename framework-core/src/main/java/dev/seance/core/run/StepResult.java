// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.core.plan.PlannedStep;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.Manifest;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a step, as a run's summary keeps it.
 *
 * @param name the step
 * @param kind the extension point's key
 * @param plugin the extension
 * @param makes the kind of artifact
 * @param fingerprint the artifact
 * @param cached whether it was there already
 * @param seconds how long it took to make, whenever that was
 * @param metrics its metrics
 * @param failures gates of an evaluation that did not pass
 */
public record StepResult(
        String name,
        String kind,
        String plugin,
        String makes,
        String fingerprint,
        boolean cached,
        double seconds,
        Map<String, Double> metrics,
        List<String> failures) {

    public StepResult {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        failures = List.copyOf(failures);
    }

    static StepResult of(PlannedStep step, Artifact artifact, boolean cached) throws IOException {
        Manifest manifest = artifact.manifest();
        return new StepResult(
                step.name(),
                step.step().kind().key(),
                step.extension().extension().name(),
                manifest.kind(),
                artifact.fingerprint(),
                cached,
                manifest.seconds(),
                manifest.metrics(),
                failures(step, artifact));
    }

    private static List<String> failures(PlannedStep step, Artifact artifact) throws IOException {
        return step.makes().orElseThrow().failures(artifact);
    }
}

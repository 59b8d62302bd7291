// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.core.plugins.PluginCatalog;
import dev.seance.core.step.ArtifactType;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.ArtifactStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Completes the keys of steps whose inputs are there, and looks for their artifacts: while planning, of the steps that
 * stand behind finished ones; while running, of each step when its turn comes.
 */
public final class StepResolver {

    private final ArtifactStore store;
    private final PluginCatalog catalog;

    public StepResolver(ArtifactStore store, PluginCatalog catalog) {
        this.store = store;
        this.catalog = catalog;
    }

    /**
     * Completes a step's key.
     *
     * @param inputs the artifacts it takes, in the recipe's order
     */
    public StepResolution resolve(PlannedStep step, List<Artifact> inputs) {
        StepKey key = step.ownKey().with(KeyInputs.ofInputs(inputs, catalog));
        Optional<ArtifactType> type = step.makes();
        if (type.isEmpty()) {
            return new StepResolution(key, Optional.empty(), "");
        }
        Optional<Artifact> found = store.find(type.get().kind(), key.fingerprint());
        String why = found.map(artifact -> "made " + artifact.manifest().finished()
                        + (artifact.manifest().acceptedFrom() == null ? "" : ", accepted with other code"))
                .orElseGet(() -> new MissReason(store).of(step, key));
        return new StepResolution(key, found, why);
    }

    /** An artifact that was made from the same by other code of plugins, the newest first. */
    public Optional<Artifact> sameButForCode(PlannedStep step, StepKey key) {
        Predicate<Artifact> same = artifact ->
                key.differsInCodeOnly(new StepKey(artifact.manifest().keyInputs()));
        return step.makes().stream()
                .flatMap(type -> store.list(type.kind()).stream())
                .filter(same)
                .filter(artifact -> store.find(step.makes().orElseThrow().kind(), artifact.fingerprint())
                        .isPresent())
                .findFirst();
    }
}

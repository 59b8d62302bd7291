// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.model.Conditioning;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InputSpec;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.store.Artifact;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of step, and all that the host knows about it: how recipes spell it, what it takes and makes, and what does the
 * work. A new kind is a class that implements this and a line in {@link StepKinds}; recipe, plan, run and report ask
 * the descriptor and never the kind's name.
 */
public interface StepKind {

    /** The key of the filters, for the kinds that have any. */
    String FILTERS = "filters";

    /** The key in recipes, whose value names the extension: {@code corpus}. */
    String key();

    /** The keys of a recipe's step that only steps of this kind may have. */
    default List<String> ownKeys() {
        return List.of();
    }

    /** The extension point that does the work. */
    ExtensionKind extensionKind();

    /** What it makes; empty when the result is files outside the store. */
    Optional<ArtifactType> makes();

    /** What it takes: fixed by the method's signature at some points, declared by the extension at others. */
    List<InputSpec> inputs(InstalledExtension extension);

    /** Whether its extension reads data from outside the store, whose revision is part of the key. */
    default boolean readsSource() {
        return false;
    }

    /** Whether it takes a model from outside the store, which says while planning what it is. */
    default boolean imports() {
        return false;
    }

    /** Whether it trains a model with the recipe's backend. */
    default boolean trains() {
        return false;
    }

    /**
     * What a reader of the artifact must know beside its files, kept in the manifest.
     *
     * @param conditioning of a step that trains: what the recipe says stands before texts
     * @param extension the step's extension
     * @param inputs the artifacts the step takes, in the recipe's order
     */
    default Map<String, String> attributes(
            Conditioning conditioning, InstalledExtension extension, List<Artifact> inputs) {
        return Map.of();
    }

    /** What does the work of one step. */
    StepExecutor executor(StepResources resources);
}

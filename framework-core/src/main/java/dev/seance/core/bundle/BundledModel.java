// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bundle;

import dev.seance.api.run.ArtifactKind;
import dev.seance.core.step.ArtifactTypes;
import dev.seance.core.store.Manifest;
import java.util.List;
import java.util.Map;

/** What of a model's artifact a bundle has. */
final class BundledModel {

    private BundledModel() {}

    /** Whether using a model takes that file: not its checkpoints, optimizer state and curve. */
    static boolean isUsed(String path) {
        return ArtifactTypes.of(ArtifactKind.MODEL).isContent(path);
    }

    /** The manifest with the files that are kept, and without the facts of the machine that made it. */
    static Manifest manifest(Manifest whole, List<Manifest.FileEntry> kept) {
        return new Manifest(
                whole.format(),
                whole.version(),
                whole.kind(),
                whole.fingerprint(),
                whole.content(),
                whole.recipe(),
                whole.step(),
                whole.keyInputs(),
                whole.attributes(),
                whole.plugins(),
                Map.of(),
                whole.acceptedFrom(),
                whole.metrics(),
                kept,
                whole.seconds(),
                whole.usd(),
                whole.finished());
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import dev.seance.api.run.ArtifactKind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Artifacts for tests. */
public final class Manifests {

    /** Who makes artifacts in tests. */
    public static final LockOwner OWNER = LockOwner.now("test/1", "");

    private Manifests() {}

    public static Manifest of(
            ArtifactKind kind,
            String fingerprint,
            Map<String, Double> metrics,
            String finished,
            List<Manifest.FileEntry> files) {
        return new Manifest(
                Manifest.FORMAT,
                Manifest.VERSION,
                kind.name().toLowerCase(Locale.ROOT),
                fingerprint,
                "content of " + fingerprint,
                "victorian",
                "books",
                Map.of("seed", "1837"),
                Map.of(),
                Map.of("corpus-folder", "0.1.0"),
                Map.of("os", "Linux"),
                null,
                metrics,
                files,
                1.5,
                0,
                finished);
    }

    /** Puts an artifact of one file into a store. */
    static Artifact put(ArtifactStore store, ArtifactKind kind, String fingerprint, String finished)
            throws IOException {
        try (ArtifactStore.Draft draft = store.begin(kind, fingerprint, Manifests.OWNER)) {
            Files.writeString(draft.output().resolve("text.txt"), "text of " + fingerprint);
            return draft.commit(files -> of(kind, fingerprint, Map.of(), finished, files));
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import dev.seance.api.run.ArtifactKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Artifacts that a test puts into a store again and again, quickly (as links, nothing forced onto the disk) and as a whole:
 * a process that is killed while it deletes them is then mostly killed in the deletion.
 */
public final class Templates {

    private Templates() {}

    /** Makes artifacts {@code k0}, {@code k1}, ... of several files in a store of their own. */
    public static List<Artifact> make(Path folder, int artifacts, int files) throws IOException {
        ArtifactStore store = new ArtifactStore(
                Files.createTempDirectory(Files.createDirectories(folder), "templates-"));
        List<Artifact> made = new ArrayList<>();
        for (int i = 0; i < artifacts; i++) {
            String fingerprint = "k" + i;
            try (ArtifactStore.Draft draft = store.begin(ArtifactKind.CORPUS, fingerprint, Manifests.OWNER)) {
                for (int j = 0; j < files; j++) {
                    Files.writeString(draft.output().resolve("file-" + j), "text " + i + " " + j);
                }
                made.add(draft.commit(entries -> Manifests.of(
                        ArtifactKind.CORPUS, fingerprint, Map.of(), "2026-11-22T12:00:00Z", entries)));
            }
        }
        return made;
    }

    /** Puts one into another store, unless it is there. */
    public static void place(Artifact template, ArtifactStore store) throws IOException {
        if (!Files.exists(placeOf(template, store))) {
            place(template, copy(template), store);
        }
    }

    /** Puts a copy into a store where it is not. */
    static void place(Artifact template, Path copy, ArtifactStore store) throws IOException {
        Path place = placeOf(template, store);
        Files.createDirectories(place.getParent());
        Files.move(copy, place, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path placeOf(Artifact template, ArtifactStore store) {
        return store.root().resolve("corpus").resolve(template.fingerprint());
    }

    /** A folder with links to its files. */
    static Path copy(Artifact template) throws IOException {
        Path copy = Files.createTempDirectory(template.folder().getParent(), "copy-");
        Files.createLink(copy.resolve(Manifest.FILE), template.file(Manifest.FILE));
        for (Manifest.FileEntry entry : template.manifest().files()) {
            Files.createLink(copy.resolve(entry.path()), template.file(entry.path()));
        }
        return copy;
    }
}

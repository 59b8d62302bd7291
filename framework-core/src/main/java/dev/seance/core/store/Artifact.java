// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A finished product of a step.
 *
 * @param folder its folder in the store; never changed once it is there
 * @param manifest what it is
 */
public record Artifact(Path folder, Manifest manifest) {

    /** The curve of the step, a JSON line a point; only artifacts whose step recorded points have one. */
    public static final String CURVE = "curve.jsonl";

    public Artifact {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(manifest, "manifest");
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Bytes of its files. */
    public long bytes() {
        return manifest.files().stream().mapToLong(Manifest.FileEntry::bytes).sum();
    }

    public String fingerprint() {
        return manifest.fingerprint();
    }
}

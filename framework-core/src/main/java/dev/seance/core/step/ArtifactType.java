// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.run.ArtifactKind;
import dev.seance.core.store.Artifact;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * A kind of artifact, and all that the host knows about it. A new kind is a constant of {@link ArtifactKind}, a class that
 * implements this, and a line in {@link ArtifactTypes}.
 */
public interface ArtifactType {

    ArtifactKind kind();

    /** Its name in manifests, in reports and as a folder of the store: {@code corpus}. */
    default String key() {
        return kind().name().toLowerCase(Locale.ROOT);
    }

    /** What messages call one: {@code a corpus}. */
    String noun();

    /** What messages call several: {@code corpora}. */
    String plural();

    /**
     * Whether later steps read a file of the artifact. The digest of these files is what enters the keys of later steps;
     * curves, times and rates lie outside.
     *
     * @param path relative to the artifact's folder, with forward slashes
     */
    boolean isContent(String path);

    /**
     * Opens an artifact as an input of a step.
     *
     * @param name the step that made it, as the reader's recipe calls it
     */
    void open(String name, Artifact artifact, InputCollector inputs) throws IOException;

    /** The gates that did not pass, a sentence each: they make the run fail. */
    default List<String> failures(Artifact artifact) throws IOException {
        return List.of();
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import java.util.List;
import java.util.Objects;

/**
 * The first file of an archive of artifacts, {@value #FILE}: what is in it.
 *
 * @param format {@value #FORMAT}
 * @param version of the format, {@value #VERSION}
 * @param run the run they were packed from, {@code recipe/n}
 * @param artifacts in the archive's order
 */
record ArchiveIndex(String format, int version, String run, List<Entry> artifacts) {

    static final String FILE = "seance-archive.json";
    static final String FORMAT = "seance-archive";
    static final int VERSION = 1;

    ArchiveIndex {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(run, "run");
        artifacts = List.copyOf(artifacts);
    }

    /**
     * An artifact.
     *
     * @param kind the kind, in lower case
     * @param fingerprint its name in the store
     * @param step the step that made it first
     * @param bytes of its files
     */
    record Entry(String kind, String fingerprint, String step, long bytes) {}

    static ArchiveIndex of(String run, List<Artifact> artifacts) {
        return new ArchiveIndex(
                FORMAT,
                VERSION,
                run,
                artifacts.stream()
                        .map(artifact -> new Entry(
                                artifact.manifest().kind(),
                                artifact.fingerprint(),
                                artifact.manifest().step(),
                                artifact.bytes()))
                        .toList());
    }

    long bytes() {
        return artifacts.stream().mapToLong(Entry::bytes).sum();
    }
}

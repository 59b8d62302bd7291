// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.run.UserError;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is to be deleted with a run: settled first, so that it can be shown, then done.
 *
 * @param run the run; its folder goes
 * @param artifacts finished artifacts that no other run names; they go too
 */
public record RunRemoval(RunFolder run, List<Artifact> artifacts) {

    public RunRemoval {
        Objects.requireNonNull(run, "run");
        artifacts = List.copyOf(artifacts);
    }

    /**
     * Settles what goes.
     *
     * @param withArtifacts whether artifacts go that no other run in the same runs folder names
     * @throws UserError when the folder does not look like a run's: nothing is deleted that somebody else put there
     */
    public static RunRemoval of(RunFolder run, boolean withArtifacts) {
        if (!Files.exists(run.file(RunFolder.RECIPE)) && !empty(run.folder())) {
            throw new UserError(run.folder() + " holds files but no " + RunFolder.RECIPE + ", so it is no run;"
                    + " nothing was deleted");
        }
        if (!withArtifacts) {
            return new RunRemoval(run, List.of());
        }
        Set<String> others = new HashSet<>();
        for (RunFolder other : RunFolder.list(run.runs())) {
            if (!real(other.folder()).equals(real(run.folder()))) {
                others.addAll(RunArtifacts.fingerprints(other));
            }
        }
        Set<String> own = new HashSet<>(RunArtifacts.fingerprints(run));
        own.removeAll(others);
        return new RunRemoval(run, RunArtifacts.find(own, RunFolder.store(run.runs())));
    }

    private static boolean empty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of the artifacts. */
    public long bytes() {
        return artifacts.stream().mapToLong(RunArtifacts::bytes).sum();
    }

    /** Deletes. An artifact loses its manifest first: what a kill leaves over is no artifact any more. */
    public void carryOut() throws IOException {
        for (Artifact artifact : artifacts) {
            Files.deleteIfExists(artifact.file(Manifest.FILE));
            AtomicFiles.deleteTree(artifact.folder());
        }
        AtomicFiles.deleteTree(run.folder());
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.api.run.UserError;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.Trash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is to be deleted with a run: settled first, so that it can be shown, then done.
 *
 * @param run the run; its folder goes
 * @param artifacts finished artifacts that no other run uses; they go too
 * @param spared those of the run's artifacts that stay, each with the run that uses it; a run that is running now before
 *     others
 */
public record RunRemoval(RunFolder run, List<Artifact> artifacts, Map<Artifact, RunFolder> spared) {

    public RunRemoval {
        Objects.requireNonNull(run, "run");
        artifacts = List.copyOf(artifacts);
        spared = new LinkedHashMap<>(spared);
    }

    /**
     * Settles what goes.
     *
     * @param withArtifacts whether artifacts go that no other run in the same runs folder uses
     * @throws UserError when the run is running, or the folder does not look like a run's: nothing is deleted that
     *     somebody else put there
     */
    public static RunRemoval of(RunFolder run, boolean withArtifacts) {
        refuseRunning(run);
        if (!Files.exists(run.file(RunFolder.RECIPE)) && !isEmpty(run.folder())) {
            throw new UserError(run.folder() + " holds files but no " + RunFolder.RECIPE + ", so it is no run;"
                    + " nothing was deleted");
        }
        if (!withArtifacts) {
            return new RunRemoval(run, List.of(), Map.of());
        }
        ArtifactStore store = RunFolder.store(run.runs());
        store.refuseShared();
        Map<String, RunFolder> users = users(run);
        List<Artifact> artifacts = new ArrayList<>();
        Map<Artifact, RunFolder> spared = new LinkedHashMap<>();
        for (Artifact artifact : RunReferences.find(RunReferences.fingerprints(run), store)) {
            RunFolder user = users.get(artifact.fingerprint());
            if (user == null) {
                artifacts.add(artifact);
            } else {
                spared.put(artifact, user);
            }
        }
        return new RunRemoval(run, artifacts, spared);
    }

    private static void refuseRunning(RunFolder run) {
        RunStatus status = RunStatus.of(run);
        if (status.state() == RunState.RUNNING) {
            throw new UserError(run.label() + " is running"
                    + status.owner()
                            .map(owner -> " (process " + owner.process() + " on " + owner.host() + ")")
                            .orElse("")
                    + "; stop it first with Ctrl-C, nothing was deleted");
        }
    }

    /** The other runs by what they use; of several runs one that is running. */
    private static Map<String, RunFolder> users(RunFolder run) {
        Map<String, RunFolder> users = new LinkedHashMap<>();
        for (RunFolder other : RunFolder.list(run.runs())) {
            if (real(other.folder()).equals(real(run.folder()))) {
                continue;
            }
            boolean running = RunStatus.of(other).state() == RunState.RUNNING;
            for (String fingerprint : RunReferences.fingerprints(other)) {
                if (running) {
                    users.put(fingerprint, other);
                } else {
                    users.putIfAbsent(fingerprint, other);
                }
            }
        }
        return users;
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    // A run that was killed before it wrote its recipe.
                    .allMatch(Set.of(RunStatus.LOCK, RunStatus.OWNER, RunStatus.OUTCOME)::contains);
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
        return artifacts.stream().mapToLong(Artifact::bytes).sum();
    }

    /** The runs that artifacts are spared for and that are running now, in the order of their names. */
    public Set<String> running() {
        Set<String> running = new TreeSet<>();
        spared.values().stream()
                .filter(user -> RunStatus.of(user).state() == RunState.RUNNING)
                .forEach(user -> running.add(user.label()));
        return running;
    }

    /**
     * Deletes, after another look: a run that started since may use what nobody used then. First the run's folder gets
     * out of sight, then one artifact after the other, each as a whole; so a kill leaves artifacts that no run uses, which
     * {@code store gc} deletes, and never a run without its artifacts.
     *
     * @return what was deleted
     */
    public RunRemoval carryOut() throws IOException {
        ArtifactStore store = RunFolder.store(run.runs());
        Trash trash = store.trash();
        RunRemoval done = store.holding(() -> {
            RunRemoval now = of(run, !artifacts.isEmpty() || !spared.isEmpty());
            List<Artifact> still =
                    now.artifacts().stream().filter(artifacts::contains).toList();
            trash.take(run.folder());
            for (Artifact artifact : still) {
                trash.take(artifact.folder());
            }
            return new RunRemoval(run, still, now.spared());
        });
        trash.empty();
        return done;
    }
}

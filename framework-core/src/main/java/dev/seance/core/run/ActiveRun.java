// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.api.run.StopException;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Json;
import dev.seance.core.store.LockFile;
import dev.seance.core.store.LockOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run while its process works on it: the folder, a lock in it that says "running" to everybody and that the operating
 * system takes back when the process ends, and in the end a note of how it ended.
 */
public final class ActiveRun {

    private static final Logger LOG = LoggerFactory.getLogger(ActiveRun.class);

    private ActiveRun() {}

    /** What is done in a run. */
    @FunctionalInterface
    public interface Work<T> {

        T in(RunFolder folder) throws IOException;
    }

    /**
     * Makes the folder of a new run, and does its work.
     *
     * @param stop whose second signal is noted as the run's end
     * @return what the work returns; whatever it throws is thrown, after it was noted
     */
    public static <T> T start(Path runs, String recipe, StopSignal stop, Work<T> work) throws IOException {
        ArtifactStore store = RunFolder.store(runs);
        // In one action, so that nobody takes the new folder for that of a run that has ended.
        LockedFolder started = store.holding(() -> begin(runs, recipe));
        RunFolder folder = started.folder();
        try (LockFile lock = started.lock()) {
            return work(folder, stop, work);
        }
    }

    private static <T> T work(RunFolder folder, StopSignal stop, Work<T> work) throws IOException {
        stop.beforeExit(() -> note(folder, RunState.STOPPED, "at once, by a second signal"));
        try {
            return work.in(folder);
        } catch (StopException e) {
            note(folder, RunState.STOPPED, e.getMessage());
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            note(folder, RunState.FAILED, String.valueOf(e.getMessage()));
            throw e;
        } finally {
            stop.beforeExit(() -> {});
        }
    }

    private record LockedFolder(RunFolder folder, LockFile lock) {}

    private static LockedFolder begin(Path runs, String recipe) throws IOException {
        RunFolder folder = RunFolder.create(runs, recipe);
        LockFile lock = LockFile.take(folder.file(RunStatus.LOCK))
                .orElseThrow(() -> new IllegalStateException("a new run is locked: " + folder.folder()));
        LockOwner.now(folder.label(), "").write(folder.file(RunStatus.OWNER));
        return new LockedFolder(folder, lock);
    }

    private static void note(RunFolder folder, RunState state, String reason) {
        try {
            String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
            AtomicFiles.write(
                    folder.file(RunStatus.OUTCOME),
                    Json.pretty(new RunStatus.Outcome(state.label(), reason, now)) + "\n");
        } catch (IOException | RuntimeException e) {
            LOG.info("{}: how the run ended is not on record: {}", folder.folder(), e.toString());
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes what a run says it uses, and what a clean-up finds unused, one after the other. Held for moments only: to note a
 * reference and look the artifact up, to open a lock file, to begin a run's folder, to move unused folders out of the
 * way. Never while a step works, so no run waits for another here.
 */
final class StoreLock {

    static final String FILE = "store.lock";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 10;

    /** Of this process's threads, by the lock file. */
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private StoreLock() {}

    /**
     * Runs an action while no other thread or process runs one of the same store; an action may run another.
     *
     * @throws UserError when somebody else does not give it back within a minute
     */
    static <T> T holding(Path root, ArtifactStore.Action<T> action) throws IOException {
        AtomicFiles.createFolders(root);
        Path file = root.toRealPath().resolve(FILE);
        ReentrantLock threads = THREADS.computeIfAbsent(file, key -> new ReentrantLock());
        threads.lock();
        try {
            if (threads.getHoldCount() > 1) {
                return action.run();
            }
            try (LockFile lock = take(file)) {
                return action.run();
            }
        } finally {
            threads.unlock();
        }
    }

    private static LockFile take(Path file) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<LockFile> lock = LockFile.take(file);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (System.nanoTime() > deadline) {
                throw new UserError("another process has held " + file + " for " + PATIENCE.toSeconds()
                        + " s, which should take moments; look for a 'seance store gc' or 'seance runs rm' that hangs");
            }
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the store's lock", e);
        }
    }
}

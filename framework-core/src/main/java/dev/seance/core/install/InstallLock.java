// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import dev.seance.core.store.LockFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Lets one process at a time change a plugins folder; the others wait, since it may be downloading. */
final class InstallLock implements AutoCloseable {

    private static final String FILE = ".changing.lock";
    private static final long PAUSE_MILLIS = 100;

    private final LockFile lock;

    private InstallLock(LockFile lock) {
        this.lock = lock;
    }

    /**
     * Takes the lock, however long it takes.
     *
     * @param say receives a line when there is somebody to wait for
     */
    static InstallLock take(Path folder, Consumer<String> say) throws IOException {
        Optional<LockFile> lock = LockFile.take(folder.resolve(FILE));
        if (lock.isEmpty()) {
            say.accept("waiting for another process that changes " + folder);
        }
        while (lock.isEmpty()) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for " + folder.resolve(FILE), e);
            }
            lock = LockFile.take(folder.resolve(FILE));
        }
        return new InstallLock(lock.get());
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}

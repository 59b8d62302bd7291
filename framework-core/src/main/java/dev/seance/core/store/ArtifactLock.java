// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to make an artifact, against other threads and other processes; a process that dies gives it back.
 *
 * <p>This process's locks are kept by name as well, and asked first: on POSIX, closing any channel of a file gives up
 * all locks that the process has on it, so a second try must not even open it. The file stays when the lock is given
 * back: were it deleted, somebody who had opened it before and somebody who made it anew would both have "the" lock.
 */
final class ArtifactLock implements AutoCloseable {

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private ArtifactLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock; empty when somebody has it. */
    static Optional<ArtifactLock> take(Path lockFile) throws IOException {
        Path file = lockFile.getParent().toRealPath().resolve(lockFile.getFileName());
        if (!HELD.add(file)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = channel.tryLock() != null;
            return locked ? Optional.of(new ArtifactLock(file, channel)) : Optional.empty();
        } finally {
            if (!locked) {
                if (channel != null) {
                    channel.close();
                }
                HELD.remove(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }
}

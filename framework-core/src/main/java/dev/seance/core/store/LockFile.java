// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * An exclusive lock against other threads and other processes of this machine. The operating system gives it back when a
 * process ends, however that happens, so a dead owner never blocks anybody.
 *
 * <p>This process's locks are remembered by name as well, and asked first: on POSIX, closing any channel of a file gives
 * up all locks that the process has on it, so a second try must not even open it.
 *
 * <p>A lock file may be deleted only while no other process can be about to open it: were it deleted between another
 * process's opening and locking, that process and one that makes the file anew would both have "the" lock. In the store
 * this is what {@link StoreLock} is for.
 */
public final class LockFile implements AutoCloseable {

    /** Also the monitor of every opening and closing. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private LockFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock; empty when somebody has it.
     *
     * @param lockFile made when it is not there; its folder must exist
     * @throws UserError when the file system has no locks
     */
    public static Optional<LockFile> take(Path lockFile) throws IOException {
        synchronized (HELD) {
            Path file = real(lockFile);
            if (HELD.contains(file)) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean locked = false;
            try {
                locked = lock(channel, lockFile, false) != null;
                if (!locked) {
                    return Optional.empty();
                }
                HELD.add(file);
                return Optional.of(new LockFile(file, channel));
            } finally {
                if (!locked) {
                    channel.close();
                }
            }
        }
    }

    /** Whether somebody, this process included, has the lock. Needs no right to write. */
    public static boolean isHeld(Path lockFile) throws IOException {
        synchronized (HELD) {
            if (!Files.exists(lockFile)) {
                return false;
            }
            Path file = real(lockFile);
            if (HELD.contains(file)) {
                return true;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return lock(channel, lockFile, true) == null;
            } catch (NoSuchFileException e) {
                return false;
            }
        }
    }

    private static Path real(Path lockFile) throws IOException {
        return lockFile.toAbsolutePath().getParent().toRealPath().resolve(lockFile.getFileName());
    }

    private static FileLock lock(FileChannel channel, Path file, boolean shared) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new UserError(
                    file + ": cannot be locked (" + e.getMessage() + "); network file systems without locks cannot hold"
                            + " runs; put them on a local disk with --runs DIR",
                    e);
        }
    }

    /** Deletes the file and gives the lock back; see the class on when this is allowed. */
    void closeAndDelete() throws IOException {
        try {
            FileRetry.run(() -> Files.deleteIfExists(file));
        } finally {
            close();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            try {
                channel.close();
            } finally {
                HELD.remove(file);
            }
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an artifact in the making is: {@code work/<fingerprint>/}, its lock {@code work/<fingerprint>.lock}, and who has
 * that lock, {@code work/<fingerprint>.owner.json}. The two files are there only while somebody has the lock, unless that
 * somebody was killed.
 */
record DraftFiles(Path store, String fingerprint) {

    static final String FOLDER = "work";
    private static final String LOCK = ".lock";
    private static final String OWNER = ".owner.json";

    /** The fingerprint that a file or folder of {@code work} belongs to. */
    static String fingerprintOf(Path child) {
        String name = child.getFileName().toString();
        for (String suffix : new String[] {LOCK, OWNER}) {
            if (name.endsWith(suffix)) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        return name;
    }

    Path folder() {
        return store.resolve(FOLDER).resolve(fingerprint);
    }

    Path lockFile() {
        return store.resolve(FOLDER).resolve(fingerprint + LOCK);
    }

    private Path ownerFile() {
        return store.resolve(FOLDER).resolve(fingerprint + OWNER);
    }

    /** Takes the lock and says who has it; under the store's lock, so that nobody deletes the files meanwhile. */
    Optional<LockFile> take(LockOwner owner) throws IOException {
        AtomicFiles.createFolders(store.resolve(FOLDER));
        Optional<LockFile> lock = LockFile.take(lockFile());
        if (lock.isPresent()) {
            try {
                owner.write(ownerFile());
            } catch (IOException | RuntimeException e) {
                lock.get().close();
                throw e;
            }
        }
        return lock;
    }

    /** Who has the lock, if somebody has it. */
    Optional<LockOwner> owner() {
        return LockOwner.read(ownerFile());
    }

    /** Gives the lock back and deletes its files; under the store's lock. */
    void release(LockFile lock) throws IOException {
        try {
            Files.deleteIfExists(ownerFile());
        } finally {
            lock.closeAndDelete();
        }
    }
}

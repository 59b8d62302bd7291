// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Renames and deletions that Windows refuses while another program, mostly a virus scanner, has the file open: tried
 * again for two seconds. Elsewhere a refusal is final, and the first one is thrown.
 */
final class FileRetry {

    /** A rename or a deletion; it must be harmless to try again. */
    @FunctionalInterface
    interface Operation {

        void run() throws IOException;
    }

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final int TRIES = 12;
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 250;

    private FileRetry() {}

    static void run(Operation operation) throws IOException {
        run(operation, WINDOWS ? TRIES : 1);
    }

    static void run(Operation operation, int tries) throws IOException {
        long pause = FIRST_PAUSE_MILLIS;
        for (int attempt = 1; ; attempt++) {
            try {
                operation.run();
                return;
            } catch (NoSuchFileException | FileAlreadyExistsException e) {
                throw e;
            } catch (FileSystemException e) {
                // Also "folder not empty": deleted files that are still open somewhere keep their names.
                if (attempt >= tries) {
                    throw e;
                }
            }
            sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    private static void sleep(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a file to be closed", e);
        }
    }
}

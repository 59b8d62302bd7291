// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import dev.seance.kit.files.TextFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Keeps the archive open that was read last: as long as it is, the list of its entries is in memory, and opening one of
 * thousands does not read the list again. Safe for use by several threads.
 */
final class HeldArchive {

    private Path path = Path.of("");
    private Closeable archive = () -> {};

    /** Holds the archive of a text, in place of the one before, if it is in one. */
    synchronized void hold(TextFile text) throws IOException {
        if (text.archived() && !text.path().equals(path)) {
            archive.close();
            archive = () -> {};
            path = text.path();
            archive = text.openArchive();
        }
    }
}

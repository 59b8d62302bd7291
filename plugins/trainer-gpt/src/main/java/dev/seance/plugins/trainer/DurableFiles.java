// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** Files and folders that are either whole or not there, also after a power cut. */
final class DurableFiles {

    private DurableFiles() {}

    /** Renames a finished folder, whose files are flushed, atomically; there must be nothing at the target. */
    static void moveFolder(Path unfinished, Path target) throws IOException {
        flushFolder(unfinished);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        flushFolder(target.toAbsolutePath().getParent());
    }

    /** Renames a finished and flushed file, atomically; it replaces what is there. */
    static void moveFile(Path unfinished, Path target) throws IOException {
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        flushFolder(target.toAbsolutePath().getParent());
    }

    /** Puts the files of a folder into another one as well, as hard links where the file system has them. */
    static void link(Path folder, Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Path second = target.resolve(file.getFileName());
                try {
                    Files.createLink(second, file);
                } catch (UnsupportedOperationException | FileSystemException e) {
                    Files.copy(file, second);
                }
            }
        }
    }

    static void flush(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void flushFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Some systems cannot open a folder; there the rename alone has to do.
            return;
        }
    }

    /** Deletes a folder with all in it, if it is there. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}

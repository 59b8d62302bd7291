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
final class Durable {

    private Durable() {}

    /** Puts a finished folder, whose files are flushed, in its place, atomically; there must be nothing there. */
    static void moveFolder(Path unfinished, Path place) throws IOException {
        flushFolder(unfinished);
        Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
        flushFolder(place.toAbsolutePath().getParent());
    }

    /** Gives the files of a folder a second place, as hard links where the file system has them. */
    static void link(Path folder, Path place) throws IOException {
        Files.createDirectories(place);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Path second = place.resolve(file.getFileName());
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

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/**
 * Files and folders that are there as a whole or not at all, also after a power cut: content is forced onto the disk
 * before it gets its name, and the name is forced after it (on POSIX systems a rename is durable only when the folder is;
 * Windows cannot force folders and journals its renames).
 *
 * <p>Windows refuses to replace or delete a file that another program has open, and virus scanners open every new file
 * for a moment; so renames and deletions are tried again for a short time, see {@link FileRetry}.
 */
public final class AtomicFiles {

    private AtomicFiles() {}

    /** Writes a text file in UTF-8: into a neighbour, onto the disk, then renamed over the old one. */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file: into a neighbour, onto the disk, then renamed over the old one. */
    public static void write(Path file, byte[] content) throws IOException {
        Path unfinished = temporary(file);
        try (FileChannel out = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        replace(unfinished, file);
    }

    /** What a file is to have in it, written as it comes. */
    @FunctionalInterface
    public interface Content {

        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file of any length: into a neighbour of this process's own, onto the disk, then renamed over the old one. When
     * the content cannot be written to its end, nothing is left of it and the old one stays. Of two processes that write the
     * same file the later one stays, whole.
     */
    public static void stream(Path file, Content content) throws IOException {
        Path unfinished = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        boolean complete = false;
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            content.writeTo(out);
            out.flush();
            channel.force(true);
            complete = true;
        } finally {
            if (!complete) {
                Files.deleteIfExists(unfinished);
            }
        }
        replace(unfinished, file);
    }

    /** The neighbour that a file is written into before it gets its name. */
    public static Path temporary(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".tmp");
    }

    /** Whether a file is such a neighbour, left by a process that was killed. */
    public static boolean isTemporary(Path file) {
        return file.getFileName().toString().matches("\\..+\\.tmp");
    }

    /** Renames a file, already on the disk, over another or to a new name, and forces the name onto the disk. */
    public static void replace(Path finished, Path file) throws IOException {
        FileRetry.run(
                () -> Files.move(finished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
        forceFolder(file.toAbsolutePath().getParent());
    }

    /** Forces a finished file onto the disk. */
    public static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Makes a folder and those above it that are missing, and forces their names onto the disk. */
    public static void createFolders(Path folder) throws IOException {
        Path whole = folder.toAbsolutePath();
        if (Files.isDirectory(whole)) {
            return;
        }
        Path parent = whole.getParent();
        if (parent != null) {
            createFolders(parent);
        }
        try {
            Files.createDirectory(whole);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(whole)) {
                throw e;
            }
            // Another process made it at the same moment, and may not have forced its name yet.
        }
        forceFolder(parent);
    }

    /** Renames a folder into its place, where nothing may be yet, and forces the new name onto the disk. */
    public static void publish(Path finished, Path place) throws IOException {
        moveFolder(finished, place);
        forceFolder(place.toAbsolutePath().getParent());
    }

    /** The same without the last: the new name is not on the disk yet. */
    static void moveFolder(Path finished, Path place) throws IOException {
        createFolders(place.toAbsolutePath().getParent());
        FileRetry.run(() -> Files.move(finished, place, StandardCopyOption.ATOMIC_MOVE));
    }

    /** Forces the names in a folder onto the disk, where the system can. */
    public static void forceFolder(Path folder) throws IOException {
        if (folder == null) {
            return; // above the root there is no folder of names
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException e) {
            // Windows does not open folders; its renames are journalled.
            return;
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            // Some network and user-space file systems sync no folders at all.
            if (!reason.contains("invalid argument") && !reason.contains("not supported")) {
                throw e;
            }
        }
    }

    /** Deletes a folder and all in it, links themselves and not what they lead to; nothing happens when it is not there. */
    public static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                FileRetry.run(() -> Files.deleteIfExists(file));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // somebody else deletes it too
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null && !(failure instanceof NoSuchFileException)) {
                    throw failure;
                }
                FileRetry.run(() -> Files.deleteIfExists(visited));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Bytes of all files in a folder and below; of a file its own; 0 when there is nothing. */
    public static long bytes(Path tree) throws IOException {
        long[] bytes = {0};
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE; // deleted meanwhile, or not ours to read: it counts as nothing
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes[0];
    }
}

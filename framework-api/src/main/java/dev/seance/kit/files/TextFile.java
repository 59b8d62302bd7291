// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.files;

import dev.seance.api.run.UserError;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A file of text, compressed or not, or one in a {@code .zip}.
 *
 * @param name its path within the folder it was found in, as {@link FileNames#decoded} gives it; within an archive that is
 *     the archive's path and the entry's
 * @param path where it, or the archive, is
 * @param bytes its size on disk, compressed as it is there
 * @param entry the archive's own name for it, or "" for a file
 */
public record TextFile(String name, Path path, long bytes, String entry) {

    /** What the names of texts end in, before what says how they are compressed. */
    static final Set<String> KINDS = Set.of(".txt", ".md");

    public TextFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(entry, "entry");
    }

    /** A file that is in no archive. */
    public TextFile(String name, Path path, long bytes) {
        this(name, path, bytes, "");
    }

    /**
     * A file, or an entry of an archive.
     *
     * @param container the file's path within the folder
     * @param entry the archive's own name for it, or "" for the file itself
     */
    public static TextFile of(String container, Path path, long bytes, String entry) {
        return new TextFile(
                entry.isEmpty() ? container : container + "/" + ZipEntries.displayed(entry), path, bytes, entry);
    }

    /** The suffix that makes a file one of these kinds: {@code .txt} or {@code .txt.gz}, say, in any case. */
    static Optional<String> suffix(String name, Set<String> kinds) {
        String compression = Compression.of(name).suffix();
        String lower = Compression.uncompressed(name).toLowerCase(Locale.ROOT);
        return kinds.stream().filter(lower::endsWith).findFirst().map(kind -> kind + compression);
    }

    /** The name without {@code .txt} or {@code .txt.gz}, say. */
    public String stem() {
        return name.substring(0, name.length() - suffix(name, KINDS).orElse("").length());
    }

    /** Whether it is compressed, by its name or in an archive. */
    public boolean compressed() {
        return compression() != Compression.NONE || archived();
    }

    /** Whether it is in an archive, or is one that cannot be read. */
    public boolean archived() {
        return !entry.isEmpty() || name.toLowerCase(Locale.ROOT).endsWith(ZipEntries.SUFFIX);
    }

    /** Where it is, for messages: its path, behind which an entry of an archive stands as in a folder. */
    public String where() {
        return entry.isEmpty() ? path.toString() : path + "/" + ZipEntries.displayed(entry);
    }

    /** The name of the file that it is, or is in. */
    public String container() {
        return entry.isEmpty()
                ? name
                : name.substring(0, name.length() - ZipEntries.displayed(entry).length() - 1);
    }

    /** How its name says that it is compressed. */
    public Compression compression() {
        return Compression.of(name);
    }

    /**
     * Opens the file for its text, decompressed. The caller closes the stream.
     *
     * @throws UserError (from here or from the stream) when the file cannot be read or is not what its name says, naming
     *     the file and the remedy
     */
    public InputStream open() throws IOException {
        if (!compressed()) {
            return bytesOnDisk();
        }
        try {
            return new Checked(decompressed());
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /**
     * The same, with data that are not what the name says left to the caller to report.
     *
     * @throws IOException (from here or from the stream) when the file cannot be decompressed
     * @throws UserError when it cannot be read at all
     */
    public InputStream decompressed() throws IOException {
        return compression().open(bytesOnDisk(), bytes);
    }

    /**
     * Opens the archive that it is in. As long as that is open, opening its entries is quick however many there are.
     *
     * @throws IOException when it is in none, or that cannot be read
     */
    public Closeable openArchive() throws IOException {
        return ZipEntries.open(path);
    }

    private InputStream bytesOnDisk() throws IOException {
        try {
            return archived() ? ZipEntries.open(path, entry, bytes) : Files.newInputStream(path);
        } catch (NoSuchFileException e) {
            throw new UserError(path + " does not exist any more; run the command again", e);
        } catch (AccessDeniedException e) {
            throw new UserError("no permission to read " + path + "; grant it or move the file", e);
        }
    }

    /** Whether a file that is not named as compressed is; for messages. False when it cannot be read. */
    public boolean looksCompressed() {
        try (InputStream in = Files.newInputStream(path)) {
            return in.read() == 0x1F && in.read() == 0x8B;
        } catch (IOException e) {
            return false;
        }
    }

    private UserError damaged(IOException e) {
        String suffix = archived() ? ZipEntries.SUFFIX : compression().suffix();
        return new UserError(
                path + " is damaged: its name ends in " + suffix + " but it cannot be decompressed (" + e.getMessage()
                        + (entry.isEmpty() ? "" : ", entry " + ZipEntries.displayed(entry)) + "); replace it, or take "
                        + suffix + " off the name of a file that was never compressed",
                e);
    }

    /** Says of what file the compressed data is damaged. */
    private final class Checked extends FilterInputStream {

        Checked(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException e) {
                throw damaged(e);
            }
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            try {
                return in.read(into, from, length);
            } catch (IOException e) {
                throw damaged(e);
            }
        }
    }
}

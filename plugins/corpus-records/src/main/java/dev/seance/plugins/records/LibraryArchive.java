// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.kit.files.Compression;
import dev.seance.kit.files.TextFile;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The entries of a tar, compressed or not, front to back. Nothing is written to disk by an entry's name. One thread. */
final class LibraryArchive implements Closeable {

    private final Counted bytes;
    private final TarArchiveInputStream tar;
    private TarArchiveEntry entry;

    LibraryArchive(TextFile file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file.path()), 1 << 16);
        this.bytes = new Counted(compression(file.name()).open(in, file.bytes()));
        this.tar = new TarArchiveInputStream(bytes, "UTF-8");
    }

    private static Compression compression(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".tgz") ? Compression.GZIP : Compression.of(name);
    }

    /** Goes to the next entry that is no folder; false at the end. */
    boolean next() throws IOException {
        do {
            entry = tar.getNextEntry();
        } while (entry != null && entry.isDirectory());
        return entry != null;
    }

    String name() {
        return entry.getName();
    }

    /** The entry's size, compressed as it lies in the archive. */
    long size() {
        return entry.getSize();
    }

    /** How many bytes of the decompressed archive lie before the entry's content; the same on every machine. */
    long position() {
        return bytes.count;
    }

    /** Whether it is a file under a name within the archive: no link, and no path that leads out of it. */
    boolean regular() {
        String name = entry.getName();
        return entry.isFile()
                && !entry.isSymbolicLink()
                && !entry.isLink()
                && !name.startsWith("/")
                && !name.contains("\\")
                && !name.matches("(?s)[A-Za-z]:.*")
                && !Arrays.asList(name.split("/")).contains("..");
    }

    /** The entry's content, decompressed by its name; once, and closing it leaves the archive open. */
    InputStream content() throws IOException {
        return Compression.of(name())
                .open(
                        new FilterInputStream(tar) {
                            @Override
                            public void close() {
                                // The archive is read on.
                            }
                        },
                        size());
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    /** Counts bytes; skips in large pieces, where the JDK's decompressor takes small ones. */
    private static final class Counted extends FilterInputStream {

        private final byte[] skipped = new byte[1 << 16];
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = in.read(into, from, length);
            count += Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            return Math.max(0, read(skipped, 0, (int) Math.min(bytes, skipped.length)));
        }
    }
}

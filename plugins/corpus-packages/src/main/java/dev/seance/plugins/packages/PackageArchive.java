// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import dev.seance.api.run.UserError;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Walks the regular files of a package's {@code .tgz}, front to back. Nothing is ever written to disk by an entry's
 * name, and names that point out of the package are passed over, as are links. One thread.
 */
final class PackageArchive implements Closeable {

    /** npm writes names in UTF-8, whatever this machine's locale. */
    private static final String CHARSET = "UTF-8";

    private final Path file;
    private final List<String> unreadable = new ArrayList<>();
    private TarArchiveInputStream tar;
    private TarArchiveEntry entry;

    PackageArchive(Path file) {
        this.file = file;
    }

    /** Goes to the next file; false at the end. */
    boolean next() {
        try {
            if (tar == null) {
                tar = open();
            }
            for (entry = tar.getNextEntry(); entry != null && !readable(entry); entry = tar.getNextEntry()) {
                if (!entry.isDirectory()) {
                    unreadable.add(entry.getName());
                }
            }
            return entry != null;
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private TarArchiveInputStream open() throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return new TarArchiveInputStream(
                    new GZIPInputStream(new BufferedInputStream(in, 1 << 16), 1 << 16), CHARSET);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static boolean readable(TarArchiveEntry entry) {
        String name = entry.getName();
        return entry.isFile()
                && !entry.isSymbolicLink()
                && !entry.isLink()
                && name.indexOf('/') > 0
                && !name.contains("\\")
                && !Arrays.asList(name.split("/")).contains("..");
    }

    /** The entries passed over so far: links, and names that lead out of the package. */
    List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    /** The current file's path within the package: without the archive's one top folder. */
    String name() {
        return entry.getName().substring(entry.getName().indexOf('/') + 1);
    }

    /** The current file's size. */
    long bytes() {
        return entry.getSize();
    }

    /** The current file's content, to be read once and not to be closed. */
    InputStream stream() {
        return new FilterInputStream(tar) {
            @Override
            public int read(byte[] into, int from, int length) {
                try {
                    return tar.read(into, from, length);
                } catch (IOException e) {
                    throw damaged(e);
                }
            }
        };
    }

    /** The current file's content, of a small file; once. */
    byte[] content() {
        try {
            return tar.readAllBytes();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private UserError damaged(IOException e) {
        return new UserError(
                "package file " + file + " cannot be read: " + e.getMessage()
                        + "; delete it and run the command again to fetch it again",
                e);
    }

    @Override
    public void close() {
        try {
            if (tar != null) {
                tar.close();
            }
        } catch (IOException e) {
            throw damaged(e);
        }
    }
}

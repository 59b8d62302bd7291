// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The digest of what later steps read of an artifact: SHA-256 over the names and digests of its content files. Two
 * artifacts of equal content have equal digests, whatever made them and when. A compressed file counts by what it
 * decompresses to, so that another version of the compressor changes no key.
 */
public final class ContentDigest {

    private static final String ZSTD = ".zst";

    private ContentDigest() {}

    /**
     * Computes the digest of a finished artifact's files.
     *
     * @param folder where the files are
     * @param files all of them, with their digests
     * @param isContent which of them later steps read, by path
     */
    public static String of(Path folder, List<Manifest.FileEntry> files, Predicate<String> isContent)
            throws IOException {
        StringBuilder lines = new StringBuilder();
        List<Manifest.FileEntry> content = files.stream()
                .filter(file -> isContent.test(file.path()))
                .sorted(Comparator.comparing(Manifest.FileEntry::path))
                .toList();
        for (Manifest.FileEntry file : content) {
            boolean compressed = file.path().endsWith(ZSTD);
            String digest = compressed ? decompressed(folder.resolve(file.path())) : file.sha256();
            lines.append(file.path()).append('\0').append(digest).append('\n');
        }
        return Digests.of(lines.toString());
    }

    private static String decompressed(Path file) throws IOException {
        try (InputStream in = new ZstdInputStream(Files.newInputStream(file)).setContinuous(false)) {
            return Digests.of(in);
        }
    }
}

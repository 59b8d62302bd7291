// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.corpus.Skipped;
import dev.seance.kit.files.ExpansionLimit;
import dev.seance.kit.files.FileNames;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A {@code .zip} of pages. Nothing is written to disk by an entry's name. One thread. */
final class ScanArchive implements Closeable {

    static final String SUFFIX = ".zip";

    private final ZipFile zip;
    private final List<ScanFile> files = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();

    /**
     * Opens an archive.
     *
     * @param kinds what the names of files end in that may be of use
     * @param otherKind why others are not read
     * @throws IOException when it is damaged or cannot be read
     */
    ScanArchive(Path path, Set<String> kinds, String otherKind) throws IOException {
        // As Latin-1 any name can be read; those that say they are UTF-8 are read so all the same.
        this.zip = new ZipFile(path.toFile(), ZipFile.OPEN_READ, StandardCharsets.ISO_8859_1);
        for (ZipEntry entry : zip.stream().toList()) {
            if (!entry.isDirectory()) {
                add(entry, kinds, otherKind);
            }
        }
    }

    private void add(ZipEntry entry, Set<String> kinds, String otherKind) {
        String name = displayed(entry.getName());
        List<String> parts = Arrays.asList(name.split("/"));
        if (name.startsWith("/") || name.contains("\\") || parts.contains("..") || name.matches("(?s)[A-Za-z]:.*")) {
            skipped.add(new Skipped(name, "name that leads out of its archive"));
        } else if (parts.stream().anyMatch(part -> part.startsWith(".") || part.equals("__MACOSX"))) {
            skipped.add(new Skipped(name, "hidden"));
        } else if (kinds.stream().noneMatch(name.toLowerCase(Locale.ROOT)::endsWith)) {
            skipped.add(new Skipped(name, otherKind));
        } else if (entry.getSize() == 0) {
            skipped.add(new Skipped(name, "empty"));
        } else {
            long bytes = Math.max(1, entry.getCompressedSize());
            files.add(new ScanFile(name, bytes, () -> new ExpansionLimit(zip.getInputStream(entry), bytes)));
        }
    }

    /** A name as text: many programs write UTF-8 and do not say so. */
    private static String displayed(String name) {
        if (name.chars().anyMatch(c -> c > 0xFF)) {
            return FileNames.normalized(name);
        }
        try {
            return FileNames.normalized(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString());
        } catch (CharacterCodingException e) {
            return FileNames.normalized(name);
        }
    }

    List<ScanFile> files() {
        return files;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}

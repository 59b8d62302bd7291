// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.files;

import dev.seance.api.corpus.Skipped;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The texts in a {@code .zip}. Nothing is written to disk by an entry's name. */
final class ZipEntries {

    static final String SUFFIX = ".zip";
    static final String LEADS_OUT = "name that leads out of its archive";
    static final String NO_TEXTS = "archive without texts";

    private ZipEntries() {}

    /**
     * Lists an archive; one that cannot be read is itself the text, so that reading it says what is wrong.
     *
     * @param archive the archive
     * @param kinds what the names of texts end in
     * @param texts receives the texts
     * @param skipped receives what is not read
     */
    static void list(TextFile archive, Set<String> kinds, List<TextFile> texts, List<Skipped> skipped) {
        List<TextFile> found = new ArrayList<>();
        try (ZipFile zip = open(archive.path())) {
            for (ZipEntry entry : zip.stream().toList()) {
                String name = archive.name() + "/" + displayed(entry.getName());
                if (entry.isDirectory()) {
                    continue;
                } else if (leadsOut(entry.getName())) {
                    skipped.add(new Skipped(name, LEADS_OUT));
                } else if (hidden(entry.getName())) {
                    skipped.add(new Skipped(name, TextFolder.HIDDEN));
                } else if (TextFile.suffix(name, kinds).isEmpty()) {
                    skipped.add(new Skipped(name, TextFolder.OTHER_SUFFIX));
                } else if (entry.getSize() == 0) {
                    skipped.add(new Skipped(name, TextFolder.EMPTY));
                } else {
                    long bytes = Math.max(1, entry.getCompressedSize());
                    found.add(TextFile.of(archive.name(), archive.path(), bytes, entry.getName()));
                }
            }
        } catch (IOException e) {
            texts.add(archive);
            return;
        }
        texts.addAll(found);
        if (found.isEmpty()) {
            skipped.add(new Skipped(archive.name(), NO_TEXTS));
        }
    }

    /** The bytes of an entry; closing them closes the archive. */
    static InputStream open(Path archive, String entry, long compressed) throws IOException {
        ZipFile zip = open(archive);
        try {
            ZipEntry found = zip.getEntry(entry);
            if (found == null) {
                throw new ZipException("it has no entry '" + displayed(entry) + "'");
            }
            return new FilterInputStream(new ExpansionLimit(zip.getInputStream(found), compressed)) {
                @Override
                public void close() throws IOException {
                    zip.close();
                }
            };
        } catch (IOException e) {
            zip.close();
            throw e;
        }
    }

    static ZipFile open(Path archive) throws IOException {
        // As Latin-1 any name can be read; those that say they are UTF-8 are read so all the same.
        return new ZipFile(archive.toFile(), ZipFile.OPEN_READ, StandardCharsets.ISO_8859_1);
    }

    /** A name as text: many programs write UTF-8 and do not say so. */
    static String displayed(String name) {
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

    private static boolean leadsOut(String name) {
        return name.startsWith("/")
                || name.contains("\\")
                || name.matches("(?s)[A-Za-z]:.*")
                || Arrays.asList(name.split("/")).contains("..");
    }

    private static boolean hidden(String name) {
        return Arrays.stream(name.split("/")).anyMatch(part -> part.startsWith(".") || part.equals("__MACOSX"));
    }
}

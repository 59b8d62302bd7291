// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.InputSplit;
import dev.seance.kit.files.Compression;
import dev.seance.kit.files.TextFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts an archive into stretches that are read on their own. A gzip can only be read from its beginning, so each stretch
 * decompresses what is before it; since item files are compressed themselves, that costs a small part of reading them,
 * as long as the stretches are few. Borders are bytes of the decompressed archive, which are the same for every reader.
 */
final class LibraryStretches {

    /** An archive of less is one stretch. */
    private static final long LEAST = 256L << 20;

    private static final int MOST = 4;

    /** How much of the archive is looked at to see how far it is compressed. */
    private static final long SAMPLE = 4 << 20;

    private LibraryStretches() {}

    static List<InputSplit> of(TextFile file, String location) {
        return of(file, location, LEAST);
    }

    static List<InputSplit> of(TextFile file, String location, long least) {
        int count = (int) Math.max(1, Math.min(MOST, file.bytes() / least));
        long step = count == 1 ? Long.MAX_VALUE : (long) (file.bytes() * expansion(file) / count);
        List<InputSplit> stretches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String to = "" + (i == count - 1 ? Long.MAX_VALUE : step * (i + 1));
            String from = "" + (i == 0 ? 0 : step * i);
            String id = count == 1 ? file.name() : file.name() + "#" + (i + 1) + "of" + count;
            stretches.add(new LibrarySplit(LibrarySplit.Kind.ARCHIVE, List.of(location, from, to))
                    .split(id, file.bytes() / count));
        }
        return stretches;
    }

    /** How many times its size the decompressed archive has, about: 1 where the files in it are compressed. */
    private static double expansion(TextFile file) {
        if (!file.compressed() && !file.name().endsWith(".tgz")) {
            return 1;
        }
        double packed = 0;
        double whole = 0;
        try (LibraryArchive archive = new LibraryArchive(file)) {
            while (archive.next() && whole < SAMPLE) {
                boolean compressed = !Compression.of(archive.name()).suffix().isEmpty();
                packed += compressed ? archive.size() : archive.size() / 3.0;
                whole += archive.size();
            }
        } catch (IOException e) {
            return 1;
        }
        return packed == 0 ? 1 : whole / packed;
    }
}

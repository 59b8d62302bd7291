// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which artifacts came out of an archive, {@code <store>/unpacked/<fingerprint>.json}: no run uses them yet, and a
 * clean-up spares them for as long as it spares unfinished work.
 */
final class UnpackedNotes {

    private static final String FOLDER = "unpacked";
    private static final String SUFFIX = ".json";

    private UnpackedNotes() {}

    static void write(ArtifactStore store, ArchiveIndex.Entry artifact, String archive) throws IOException {
        ObjectNode note = Json.mapper().createObjectNode();
        note.put("kind", artifact.kind());
        note.put("fingerprint", artifact.fingerprint());
        note.put("archive", archive);
        note.put("at", Instant.now().toString());
        Path folder = store.root().resolve(FOLDER);
        AtomicFiles.createFolders(folder);
        AtomicFiles.write(folder.resolve(artifact.fingerprint() + SUFFIX), Json.pretty(note) + "\n");
    }

    /** The notes by the fingerprint they are about. */
    static Map<String, Path> all(Path store) throws IOException {
        Map<String, Path> notes = new LinkedHashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(store.resolve(FOLDER), "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                notes.put(name.substring(0, name.length() - SUFFIX.length()), file);
            }
        } catch (NoSuchFileException e) {
            return notes;
        }
        return notes;
    }
}

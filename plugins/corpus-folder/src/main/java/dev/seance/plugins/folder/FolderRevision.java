// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import dev.seance.api.run.UserError;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.TextFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names what a folder holds: a digest of its texts' names and contents, and of its metadata. */
final class FolderRevision {

    private FolderRevision() {}

    /** The same for the same texts under the same names, wherever the folder lies. */
    static String of(List<TextFile> texts, Optional<Path> metadata, DigestCache digests) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        texts.forEach(text -> files.put(text.container(), text.path()));
        // Under its own name: the same bytes mean other things in the other kind of table.
        metadata.ifPresent(path -> files.put(path.getFileName().toString(), path));
        try {
            return digests.sha256(files);
        } catch (AccessDeniedException e) {
            throw new UserError("no permission to read " + e.getFile() + "; grant it or move the text", e);
        }
    }
}

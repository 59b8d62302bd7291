// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import dev.seance.kit.files.FileNames;
import dev.seance.kit.files.TextFile;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a text and its metadata are, as a split carries it: {@code <line>@<byte offset> <file>}, or {@code - <file>}
 * for a text without metadata; for a text in an archive its entry stands behind that.
 *
 * @param file the file's place within the folder, as {@link FileNames#encoded} gives it
 * @param entry the archive's name for the text, or "" when the file is the text
 * @param row its row in the metadata
 */
record FolderLocation(String file, String entry, Optional<MetadataFile.Place> row) {

    String encoded() {
        return row.map(place -> place.line() + "@" + place.offset()).orElse("-") + " " + file
                + (entry.isEmpty() ? "" : " " + URLEncoder.encode(entry, StandardCharsets.UTF_8));
    }

    static FolderLocation decoded(String location) {
        String[] parts = location.split(" ");
        String file = parts[1];
        String entry = parts.length < 3 ? "" : URLDecoder.decode(parts[2], StandardCharsets.UTF_8);
        if (parts[0].equals("-")) {
            return new FolderLocation(file, entry, Optional.empty());
        }
        int at = parts[0].indexOf('@');
        long line = Long.parseLong(parts[0].substring(0, at));
        long offset = Long.parseLong(parts[0].substring(at + 1));
        return new FolderLocation(file, entry, Optional.of(new MetadataFile.Place("", file, line, offset)));
    }

    /** The text, of so many bytes. */
    TextFile text(Path folder, long bytes) {
        return TextFile.of(FileNames.decoded(file), FileNames.resolve(folder, file), bytes, entry);
    }
}

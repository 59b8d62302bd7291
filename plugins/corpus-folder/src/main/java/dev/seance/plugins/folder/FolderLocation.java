// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import java.util.Optional;

/**
 * Where a text and its metadata are, as a split carries it: {@code <line>@<byte offset> <file>}, or {@code - <file>}
 * for a text without metadata.
 *
 * @param file the text's place within the folder, as {@link dev.seance.kit.files.FileNames#encoded} gives it
 * @param row its row in the metadata
 */
record FolderLocation(String file, Optional<MetadataFile.Place> row) {

    String encoded() {
        return row.map(place -> place.line() + "@" + place.offset()).orElse("-") + " " + file;
    }

    static FolderLocation decoded(String location) {
        int space = location.indexOf(' ');
        String file = location.substring(space + 1);
        if (location.startsWith("- ")) {
            return new FolderLocation(file, Optional.empty());
        }
        int at = location.indexOf('@');
        long line = Long.parseLong(location.substring(0, at));
        long offset = Long.parseLong(location.substring(at + 1, space));
        return new FolderLocation(file, Optional.of(new MetadataFile.Place("", file, line, offset)));
    }
}

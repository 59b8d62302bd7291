// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where a book is, as a split's location says it: {@code archive <file>} or {@code folder <folder>/ <key>}.
 *
 * @param archive whether it is an archive, all of whose books are meant
 * @param path the archive, or the folder that has all of the book's files in it or below, as
 *     {@link dev.seance.kit.files.FileNames#encoded} gives it
 * @param key which of the folder's books it is
 */
record BookPlace(boolean archive, String path, String key) {

    private static final String ARCHIVE = "archive";
    private static final String FOLDER = "folder";

    static BookPlace ofArchive(String path) {
        return new BookPlace(true, path, "");
    }

    static BookPlace ofFolder(String path, String key) {
        return new BookPlace(false, path, key);
    }

    String encoded() {
        return archive
                ? ARCHIVE + " " + path
                : FOLDER + " " + path + "/ " + URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    static BookPlace decoded(String location) {
        String[] words = location.split(" ", -1);
        if (words[0].equals(ARCHIVE)) {
            return ofArchive(words[1]);
        }
        return ofFolder(
                words[1].substring(0, words[1].length() - 1), URLDecoder.decode(words[2], StandardCharsets.UTF_8));
    }
}

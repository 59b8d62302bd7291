// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.corpus.BadRecord;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one document.
 *
 * @param key unique among the books of its folder or archive: its folder's name, its METS file's, or its only file's
 * @param pages its pages' files, in order
 * @param labels what the pages are called, one a file; "" where only the file itself says
 * @param about the METS and MODS files that say something of it
 * @param catalogue what they say
 * @param faults what is wrong with them
 */
record ScannedBook(
        String key,
        List<ScanFile> pages,
        List<String> labels,
        List<ScanFile> about,
        Catalogue catalogue,
        List<BadRecord> faults) {

    ScannedBook {
        pages = List.copyOf(pages);
        labels = List.copyOf(labels);
        about = List.copyOf(about);
        faults = List.copyOf(faults);
    }

    long bytes() {
        return pages.stream().mapToLong(ScanFile::bytes).sum();
    }

    /** The folder that all its files are in or below, "" for the one that was listed. */
    String base() {
        return Stream.concat(pages.stream(), about.stream())
                .map(ScanFile::folder)
                .reduce(ScannedBook::common)
                .orElse("");
    }

    private static String common(String first, String second) {
        String folder = first;
        while (!folder.isEmpty() && !second.equals(folder) && !second.startsWith(folder + "/")) {
            folder = ScanFile.folder(folder);
        }
        return folder;
    }
}

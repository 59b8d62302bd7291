// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.Skipped;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.FileNames;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextFolder;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files that a source's path names: those of some kinds in a folder and below, or one file.
 *
 * @param folder the folder that the names are relative to, absolute
 * @param files the files, at least one, sorted by name
 * @param skipped what else lies there
 */
record DataFiles(Path folder, List<TextFile> files, List<Skipped> skipped) {

    DataFiles {
        files = List.copyOf(files);
        skipped = List.copyOf(skipped);
    }

    /**
     * Lists the files.
     *
     * @param kinds what their names end in, before what says how they are compressed
     * @param expected the kinds in words, for messages
     * @throws UserError when there are none
     */
    static DataFiles list(Path path, Set<String> kinds, String expected) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (!Files.exists(absolute)) {
            throw new UserError("path '" + absolute + "' does not exist; give " + expected + ", or a folder of them");
        }
        if (!Files.isDirectory(absolute)) {
            TextFile file = new TextFile(FileNames.last(absolute), absolute, Files.size(absolute));
            if (file.bytes() == 0) {
                throw new UserError("file '" + absolute + "' is empty; give " + expected);
            }
            return new DataFiles(absolute.getParent(), List.of(file), List.of());
        }
        TextFolder listing = TextFolder.list(absolute, kinds, Set.of(), "not " + expected);
        if (listing.texts().isEmpty()) {
            throw new UserError("no " + expected + " in '" + absolute + "' (found: " + listing.foundInstead()
                    + "); correct the path");
        }
        return new DataFiles(absolute, listing.texts(), listing.skipped());
    }

    /** The same with other files of the folder. */
    DataFiles with(List<TextFile> some, List<Skipped> others) {
        return new DataFiles(folder, some, others);
    }

    /** A digest of the files' names and contents. */
    String revision(DigestCache digests) throws IOException {
        SortedMap<String, Path> paths = new TreeMap<>();
        files.forEach(file -> paths.put(file.name(), file.path()));
        try {
            return digests.sha256(paths);
        } catch (AccessDeniedException e) {
            throw new UserError("no permission to read " + e.getFile() + "; grant it or move the file", e);
        }
    }

    /** Where a file lies below the folder, for a split. */
    String location(TextFile file) {
        return FileNames.encoded(folder, file.path());
    }

    /** The file of a location, with the size it has now. */
    static TextFile at(Path path, String location) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path folder = Files.isDirectory(absolute) ? absolute : absolute.getParent();
        Path file = FileNames.resolve(folder, location);
        if (!Files.exists(file)) {
            throw new UserError(file + " does not exist any more; run the command again");
        }
        return new TextFile(FileNames.decoded(location), file, Files.size(file));
    }

    long bytes() {
        return files.stream().mapToLong(TextFile::bytes).sum();
    }
}

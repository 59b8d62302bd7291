// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.Compression;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.FileNames;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextFolder;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files that a source's path names: those of some kinds in a folder and below, or one file.
 *
 * @param folder the folder that the names are relative to, absolute
 * @param files the files, at least one, sorted by name
 * @param skipped what else lies there
 * @param kinds what the names of the files end in, in lower case, before what says how they are compressed
 */
record BookFiles(Path folder, List<TextFile> files, List<Skipped> skipped, Set<String> kinds) {

    BookFiles {
        files = List.copyOf(files);
        skipped = List.copyOf(skipped);
        kinds = Set.copyOf(kinds);
    }

    /**
     * Lists the files.
     *
     * @param own a file that may lie in the folder and is neither a book nor to be listed as skipped, or null
     * @throws UserError when there are none
     */
    static BookFiles list(Path path, Set<String> kinds, Path own) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        String expected = String.join(" or ", kinds.stream().sorted().toList());
        if (!Files.exists(absolute)) {
            throw new UserError("path '" + absolute + "' does not exist; give a folder of " + expected
                    + " files, or one such file");
        }
        if (!Files.isDirectory(absolute)) {
            TextFile file = new TextFile(FileNames.last(absolute), absolute, Files.size(absolute));
            if (file.bytes() == 0) {
                throw new UserError("file '" + absolute + "' is empty; give a " + expected + " file");
            }
            return new BookFiles(absolute.getParent(), List.of(file), List.of(), kinds);
        }
        TextFolder listing = TextFolder.list(absolute, kinds, Set.of(), "not " + expected);
        Path ownPath = own == null ? null : own.toAbsolutePath().normalize();
        List<TextFile> files = listing.texts().stream()
                .filter(file -> !file.path().equals(ownPath))
                .toList();
        List<Skipped> skipped = listing.skipped().stream()
                .filter(file -> !absolute.resolve(file.name()).equals(ownPath))
                .toList();
        if (files.isEmpty()) {
            throw new UserError("no " + expected + " file in '" + absolute + "' (found: " + listing.foundInstead()
                    + "); correct the path");
        }
        return new BookFiles(absolute, files, skipped, kinds);
    }

    /**
     * A split a file, named like the file without its endings.
     *
     * @throws UserError when two files would have the same name
     */
    List<InputSplit> splits() {
        List<InputSplit> splits = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        for (TextFile file : files) {
            String id = stem(file.name());
            String owner = owners.put(id, file.name());
            if (owner != null) {
                throw new UserError("two files in " + folder + " have the name '" + id + "': " + owner + " and "
                        + file.name() + "; rename one, or move it");
            }
            splits.add(new InputSplit(id, FileNames.encoded(folder, file.path()), file.bytes()));
        }
        return splits;
    }

    private String stem(String name) {
        String plain = Compression.uncompressed(name);
        String lower = plain.toLowerCase(Locale.ROOT);
        int end = kinds.stream()
                .filter(lower::endsWith)
                .mapToInt(String::length)
                .max()
                .orElse(0);
        String stem = plain.substring(0, plain.length() - end);
        return stem.isEmpty() || stem.endsWith("/") ? name : stem;
    }

    /** The file of a split. */
    static TextFile of(InputSplit split, Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path folder = Files.isDirectory(absolute) ? absolute : absolute.getParent();
        Path file = FileNames.resolve(folder, split.location());
        if (!Files.exists(file)) {
            throw new UserError(file + " does not exist any more; run the command again");
        }
        return new TextFile(FileNames.decoded(split.location()), file, split.bytes());
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

    long bytes() {
        return files.stream().mapToLong(TextFile::bytes).sum();
    }
}

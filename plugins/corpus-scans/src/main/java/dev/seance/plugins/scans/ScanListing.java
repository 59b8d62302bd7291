// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files that a source's path names: those in a folder and below that may be of use by their names, or one file.
 *
 * @param folder the folder that the names are relative to, absolute
 * @param files the files, at least one, sorted by name
 * @param skipped what else lies there
 */
record ScanListing(Path folder, List<TextFile> files, List<Skipped> skipped) {

    private static final String METS = ".xml";
    private static final Set<String> END = Set.of("xml", "alto", "page", "hocr", "html", "htm", "xhtml", "zip", "pdf");

    ScanListing {
        files = List.copyOf(files);
        skipped = List.copyOf(skipped);
    }

    /**
     * Lists the files that pages of a format may be in.
     *
     * @throws UserError when there are none
     */
    static ScanListing of(Path path, PageFormat format) throws IOException {
        return of(path, kinds(format), format.title(), otherKind(format));
    }

    /**
     * Lists files.
     *
     * @param kinds what their names end in
     * @param title what they are called in messages
     * @param otherKind why others are not read
     * @throws UserError when there are none
     */
    static ScanListing of(Path path, Set<String> kinds, String title, String otherKind) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        String expected =
                title + " (" + String.join(", ", kinds.stream().sorted().toList()) + ")";
        if (!Files.exists(absolute)) {
            throw new UserError("path '" + absolute + "' does not exist; give a folder or a file of " + expected);
        }
        if (!Files.isDirectory(absolute)) {
            TextFile file = new TextFile(FileNames.last(absolute), absolute, Files.size(absolute));
            if (file.bytes() == 0) {
                throw new UserError("file '" + absolute + "' is empty; give a folder or a file of " + expected);
            }
            return new ScanListing(absolute.getParent(), List.of(file), List.of());
        }
        TextFolder listing = TextFolder.list(absolute, kinds, Set.of(), otherKind);
        if (listing.texts().isEmpty()) {
            throw new UserError("no " + expected + " in '" + absolute + "' (found: " + listing.foundInstead()
                    + "); correct the path");
        }
        return new ScanListing(absolute, listing.texts(), listing.skipped());
    }

    static Set<String> kinds(PageFormat format) {
        Set<String> kinds = new HashSet<>(format.suffixes());
        kinds.add(METS);
        kinds.add(ScanArchive.SUFFIX);
        return kinds;
    }

    static Set<String> kindsInArchives(PageFormat format) {
        Set<String> kinds = kinds(format);
        kinds.remove(ScanArchive.SUFFIX);
        return kinds;
    }

    static String otherKind(PageFormat format) {
        return "not " + format.title() + " by its name";
    }

    static boolean isArchive(TextFile file) {
        return file.name().toLowerCase(Locale.ROOT).endsWith(ScanArchive.SUFFIX);
    }

    List<TextFile> archives() {
        return files.stream().filter(ScanListing::isArchive).toList();
    }

    /** The files that are no archives, as books are made of them. */
    List<ScanFile> scans() {
        return files.stream()
                .filter(file -> !isArchive(file))
                .map(file -> new ScanFile(file.name(), file.bytes(), file::decompressed))
                .toList();
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

    /** The books as splits, and all that is not read. */
    Books books(PageFormat format, Documents documents) {
        List<Skipped> left = new ArrayList<>(skipped);
        Map<String, TextFile> byName = new HashMap<>();
        files.forEach(file -> byName.put(file.name(), file));
        List<InputSplit> splits = new ArrayList<>();
        long pages = 0;
        ScannedBooks loose = ScannedBooks.of(scans(), format, documents, false);
        left.addAll(loose.skipped());
        Map<String, Integer> bases = new HashMap<>();
        loose.books().forEach(book -> bases.merge(book.base(), 1, Integer::sum));
        for (ScannedBook book : loose.books()) {
            pages += book.pages().size();
            boolean alone = !book.about().isEmpty() && !book.base().isEmpty() && bases.get(book.base()) == 1;
            TextFile first = byName.get(book.pages().get(0).name());
            String name = alone ? book.base() : book.key().isEmpty() ? stem(first.name()) : stem(book.key());
            splits.add(split(name, book, first));
        }
        for (TextFile archive : archives()) {
            String id = stem(archive.name());
            pages += list(archive, format, documents, left);
            splits.add(new InputSplit(
                    id,
                    BookPlace.ofArchive(FileNames.encoded(folder, archive.path()))
                            .encoded(),
                    archive.bytes()));
        }
        if (splits.isEmpty()) {
            throw new UserError("no " + format.title() + " in '" + folder + "' (found: " + Skipped.inWords(left)
                    + "); correct the path, or use the source for what is there");
        }
        splits.sort(Comparator.comparing(InputSplit::id, NaturalOrder.INSTANCE));
        refuseEqualIds(splits);
        left.sort(Comparator.comparing(Skipped::name));
        return new Books(splits, pages, left);
    }

    /**
     * What a listing gives.
     *
     * @param pages how many files of pages there are
     * @param skipped everything that is in no book
     */
    record Books(List<InputSplit> splits, long pages, List<Skipped> skipped) {

        Books {
            splits = List.copyOf(splits);
            skipped = List.copyOf(skipped);
        }
    }

    private InputSplit split(String id, ScannedBook book, TextFile firstPage) {
        String base = book.base();
        // As many parts of the encoded name as the folder has are the folder's.
        int parts = base.isEmpty() ? 0 : base.split("/").length;
        String[] encoded = FileNames.encoded(folder, firstPage.path()).split("/");
        String encodedBase = String.join("/", List.of(encoded).subList(0, parts));
        String key = book.key().equals(base) ? "" : book.key().substring(base.isEmpty() ? 0 : base.length() + 1);
        return new InputSplit(id, BookPlace.ofFolder(encodedBase, key).encoded(), book.bytes());
    }

    /** A name without what says of what kind it is. */
    static String stem(String name) {
        String plain = Compression.uncompressed(name);
        int point = plain.lastIndexOf('.');
        String end = plain.substring(point + 1).toLowerCase(Locale.ROOT);
        return point > plain.lastIndexOf('/') + 1 && END.contains(end) ? plain.substring(0, point) : plain;
    }

    /** How many pages an archive has; one that is damaged is left for reading it to say so. */
    private static long list(TextFile archive, PageFormat format, Documents documents, List<Skipped> left) {
        try (ScanArchive opened = new ScanArchive(archive.path(), kindsInArchives(format), otherKind(format))) {
            ScannedBooks books = ScannedBooks.of(opened.files(), format, documents, true);
            for (List<Skipped> some : List.of(opened.skipped(), books.skipped())) {
                some.forEach(file -> left.add(new Skipped(archive.name() + "/" + file.name(), file.reason())));
            }
            return books.books().stream().mapToLong(book -> book.pages().size()).sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** @param splits sorted */
    static void refuseEqualIds(List<InputSplit> splits) {
        for (int i = 1; i < splits.size(); i++) {
            if (splits.get(i).id().equals(splits.get(i - 1).id())) {
                throw new UserError(
                        "two books have the name '" + splits.get(i).id()
                                + "', a folder and an archive or two files that differ in their endings; rename one, or move it");
            }
        }
    }
}

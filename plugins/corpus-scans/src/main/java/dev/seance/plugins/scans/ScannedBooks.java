// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sorts the files of a folder, or of an archive, into books. The pages that a METS file lists are a book; the other pages of
 * a folder are one, in the natural order of their names; all other pages of an archive are one. A METS or MODS file that
 * lists no pages says what the book in its folder is, or the only one in the folders directly below.
 *
 * <p>Which files make a book follows from the files in and below the book's own {@linkplain ScannedBook#base() folder}, so
 * that one book can be found again without listing the others. One thread.
 */
final class ScannedBooks {

    private static final String UNLISTED = "page that the METS file does not list";
    private static final String BESIDE_NOTHING = "METS or MODS beside no pages";
    private static final String NOT_ASKED = "METS or MODS, which 'documents: files' does not read";

    private final PageFormat format;
    private final boolean archive;
    private final Map<String, ScanFile> pages = new TreeMap<>(NaturalOrder.INSTANCE);
    private final Map<String, List<String>> pagesByLast = new HashMap<>();
    private final List<ScanFile> about = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Set<String> ownedFolders = new HashSet<>();

    /** Places in {@link #books} of those that a METS file without a list may be about, by its folder. */
    private final Map<String, List<Integer>> beside = new HashMap<>();

    private final Map<String, List<Integer>> below = new HashMap<>();
    private final List<ScannedBook> books = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();

    private ScannedBooks(PageFormat format, boolean archive) {
        this.format = format;
        this.archive = archive;
    }

    /**
     * Sorts files into books.
     *
     * @param archive whether the files are those of an archive
     * @throws UserError when two METS files list the same page
     */
    static ScannedBooks of(List<ScanFile> files, PageFormat format, Documents documents, boolean archive) {
        ScannedBooks sorted = new ScannedBooks(format, archive);
        files.forEach(sorted::classify);
        sorted.about.sort(Comparator.comparing(ScanFile::name, NaturalOrder.INSTANCE));
        if (documents == Documents.FILES) {
            sorted.everyFile();
        } else {
            sorted.everyBook();
        }
        sorted.books.sort(Comparator.comparing(ScannedBook::key, NaturalOrder.INSTANCE));
        return sorted;
    }

    /** The books, sorted by key. */
    List<ScannedBook> books() {
        return books;
    }

    /** The files that are in no book. */
    List<Skipped> skipped() {
        return skipped;
    }

    private void classify(ScanFile file) {
        names.add(file.name());
        try {
            if (isPage(file)) {
                pages.put(file.name(), file);
                pagesByLast
                        .computeIfAbsent(file.last(), last -> new ArrayList<>())
                        .add(file.name());
            } else if (root(file).filter(Mets.ROOTS::contains).isPresent()) {
                about.add(file);
            } else {
                skipped.add(new Skipped(file.name(), "not " + format.title()));
            }
        } catch (IOException e) {
            // What cannot be read is taken for a page, so that reading it says what is wrong.
            pages.put(file.name(), file);
        }
    }

    private boolean isPage(ScanFile file) throws IOException {
        String lower = Compression.uncompressed(file.name()).toLowerCase(Locale.ROOT);
        if (format.suffixes().stream().noneMatch(lower::endsWith)) {
            return false;
        }
        try (InputStream in = file.open()) {
            return format.accepts(in);
        }
    }

    private static Optional<String> root(ScanFile file) throws IOException {
        try (InputStream in = file.open()) {
            return Xml.root(in);
        }
    }

    private void everyFile() {
        for (ScanFile page : pages.values()) {
            books.add(
                    new ScannedBook(page.name(), List.of(page), List.of(""), List.of(), Catalogue.UNKNOWN, List.of()));
        }
        about.forEach(file -> skipped.add(new Skipped(file.name(), NOT_ASKED)));
    }

    private void everyBook() {
        Map<ScanFile, Mets> listless = new LinkedHashMap<>();
        Map<ScanFile, BadRecord> faults = new HashMap<>();
        for (ScanFile file : about) {
            Mets mets = read(file, faults);
            if (!addListed(file, mets)) {
                listless.put(file, mets);
            }
        }
        Map<String, List<ScanFile>> rest = new TreeMap<>();
        for (ScanFile page : pages.values()) {
            if (owners.containsKey(page.name())) {
                continue;
            }
            if (ownedFolders.contains(page.folder()) || archive && !ownedFolders.isEmpty()) {
                skipped.add(new Skipped(page.name(), UNLISTED));
            } else {
                rest.computeIfAbsent(archive ? "" : page.folder(), folder -> new ArrayList<>())
                        .add(page);
            }
        }
        for (int i = 0; i < books.size(); i++) {
            place(beside, archive ? "" : ScanFile.folder(books.get(i).key()), i);
        }
        rest.forEach((folder, its) -> {
            place(beside, folder, books.size());
            if (!folder.isEmpty()) {
                place(below, ScanFile.folder(folder), books.size());
            }
            List<String> labels = its.stream().map(page -> "").toList();
            books.add(new ScannedBook(folder, its, labels, List.of(), Catalogue.UNKNOWN, List.of()));
        });
        listless.forEach((file, mets) -> describe(file, mets, faults));
    }

    private static void place(Map<String, List<Integer>> places, String folder, int book) {
        places.computeIfAbsent(folder, key -> new ArrayList<>()).add(book);
    }

    private static Mets read(ScanFile file, Map<ScanFile, BadRecord> faults) {
        try (InputStream in = file.open()) {
            return Mets.read(in);
        } catch (BadPage e) {
            faults.put(file, e.at(file.name()));
        } catch (IOException e) {
            faults.put(file, new BadRecord(file.name(), "damaged file", "" + e.getMessage(), "fetch the file again"));
        }
        return new Mets(Catalogue.UNKNOWN, List.of());
    }

    /** Makes a book of the pages that a METS file lists; false when it lists none that are here. */
    private boolean addListed(ScanFile file, Mets mets) {
        Map<String, String> labels = new LinkedHashMap<>();
        Set<String> groups = new HashSet<>();
        for (Mets.Listed listed : mets.files()) {
            String page = find(file.folder(), listed.href());
            if (!page.isEmpty()) {
                labels.putIfAbsent(page, listed.label());
                groups.add(listed.group());
            }
        }
        if (labels.isEmpty()) {
            return false;
        }
        for (String page : labels.keySet()) {
            String owner = owners.put(page, file.name());
            if (owner != null) {
                throw new UserError("page " + page + " is listed by two METS files, " + owner + " and " + file.name()
                        + ", and would be read twice; move one of them out of the folder");
            }
            ownedFolders.add(pages.get(page).folder());
        }
        books.add(new ScannedBook(
                file.name(),
                labels.keySet().stream().map(pages::get).toList(),
                List.copyOf(labels.values()),
                List.of(file),
                mets.catalogue(),
                missing(file, mets, groups)));
        return true;
    }

    private List<BadRecord> missing(ScanFile file, Mets mets, Set<String> groups) {
        Set<String> missing = new LinkedHashSet<>();
        for (Mets.Listed listed : mets.files()) {
            if (groups.contains(listed.group()) && !exists(file.folder(), listed.href())) {
                missing.add(listed.href());
            }
        }
        return missing.stream()
                .map(href -> new BadRecord(
                        file.name(),
                        "page that is not there",
                        "the METS file lists " + href,
                        "fetch the file, or take it out of the list"))
                .toList();
    }

    /** The name of a listed page, or "". A list may be from a place where the folders had other names. */
    private String find(String folder, String href) {
        String name = located(folder, href);
        if (names.contains(name)) {
            return pages.containsKey(name) ? name : "";
        }
        List<String> same = pagesByLast.getOrDefault(name.substring(name.lastIndexOf('/') + 1), List.of()).stream()
                .filter(page -> folder.isEmpty() || page.startsWith(folder + "/"))
                .toList();
        return same.size() == 1 ? same.get(0) : "";
    }

    private boolean exists(String folder, String href) {
        return names.contains(located(folder, href)) || !find(folder, href).isEmpty();
    }

    /** The name of a file as it is written, or with what is percent-encoded decoded where that is a file here. */
    private String located(String folder, String href) {
        String name = name(folder, href);
        if (names.contains(name) || !href.contains("%")) {
            return name;
        }
        try {
            String decoded = name(folder, URLDecoder.decode(href.replace("+", "%2B"), StandardCharsets.UTF_8));
            return names.contains(decoded) ? decoded : name;
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    private static String name(String folder, String href) {
        List<String> parts = new ArrayList<>(folder.isEmpty() ? List.of() : List.of(folder.split("/")));
        for (String part :
                href.replaceFirst("(?i)^file:(?://)?", "").replace('\\', '/').split("/")) {
            if (part.equals("..") && !parts.isEmpty()) {
                parts.remove(parts.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    /** Adds what a file without a list of pages says to the book it is about. */
    private void describe(ScanFile file, Mets mets, Map<ScanFile, BadRecord> faults) {
        String folder = archive ? "" : file.folder();
        List<Integer> its = beside.getOrDefault(folder, below.getOrDefault(folder, List.of()));
        if (its.size() != 1) {
            skipped.add(new Skipped(file.name(), BESIDE_NOTHING));
            return;
        }
        ScannedBook book = books.get(its.get(0));
        List<ScanFile> files = new ArrayList<>(book.about());
        files.add(file);
        List<BadRecord> wrong = new ArrayList<>(book.faults());
        if (faults.containsKey(file)) {
            wrong.add(faults.get(file));
        }
        books.set(
                its.get(0),
                new ScannedBook(
                        book.key(),
                        book.pages(),
                        book.labels(),
                        files,
                        book.catalogue().or(mets.catalogue()),
                        wrong));
    }
}

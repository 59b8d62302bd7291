// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.corpus.SourceOverview;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.FileNames;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextFolder;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads books whose pages are files of one format, in folders and archives: a book is a document and a split. Its pages are
 * read one at a time.
 */
abstract class ScanSource implements CorpusSource {

    /** With more files than this a plan counts bytes alone: it would take long to see which files are pages. */
    private static final int FEW = 5000;

    private final PageFormat format;
    private final ScanOptions options;
    private final DigestCache digests;
    private final TextMemory memory;
    private volatile ScanListing.Books listed;

    ScanSource(PageFormat format, ScanOptions options, DigestCache digests, TextMemory memory) {
        this.format = format;
        this.options = options;
        this.digests = digests;
        this.memory = memory;
    }

    private ScanListing files() throws IOException {
        return ScanListing.of(options.path(), format);
    }

    private ScanListing.Books books() throws IOException {
        ScanListing.Books books = files().books(format, options.documents());
        listed = books;
        return books;
    }

    @Override
    public final String revision() throws IOException {
        return files().revision(digests);
    }

    @Override
    public final List<Skipped> skipped() throws IOException {
        ScanListing.Books books = listed;
        return (books == null ? books() : books).skipped();
    }

    @Override
    public final Optional<SourceOverview> overview() throws IOException {
        ScanListing files = files();
        boolean few = files.files().size() <= FEW && files.archives().size() <= FEW / 100;
        OptionalLong documents = OptionalLong.empty();
        OptionalLong pages = OptionalLong.empty();
        if (few) {
            ScanListing.Books books = files.books(format, options.documents());
            documents = OptionalLong.of(books.splits().size());
            pages = OptionalLong.of(books.pages());
        }
        return Optional.of(new SourceOverview(documents, pages, files.bytes(), Optional.empty(), Optional.empty()));
    }

    @Override
    public final List<InputSplit> splits() throws IOException {
        return books().splits();
    }

    @Override
    public final Stream<Document> read(InputSplit split, BadRecords bad) throws IOException {
        BookPlace place = BookPlace.decoded(split.location());
        Path path = options.path().toAbsolutePath().normalize();
        Path folder = Files.isDirectory(path) ? path : path.getParent();
        Path file = place.path().isEmpty() ? folder : FileNames.resolve(folder, place.path());
        if (!Files.exists(file)) {
            throw new UserError(file + " does not exist any more; run the command again");
        }
        // Compressed pages have about as many bytes as their text, uncompressed ones at least eight times as many.
        long expected = place.archive() ? split.bytes() : split.bytes() / 8;
        TextMemory.Room room = memory.take(Math.min(memory.limit(), expected));
        try {
            Stream<Document> documents = place.archive()
                    ? archive(split, file, FileNames.decoded(place.path()), bad)
                    : folder(split, file, place, bad);
            return documents.onClose(room::close);
        } catch (IOException | RuntimeException e) {
            room.close();
            throw e;
        }
    }

    private Stream<Document> archive(InputSplit split, Path file, String name, BadRecords bad) throws IOException {
        ScanArchive archive;
        try {
            archive = new ScanArchive(file, ScanListing.kindsInArchives(format), ScanListing.otherKind(format));
        } catch (IOException e) {
            bad.report(new BadRecord(name, "damaged archive", "" + e.getMessage(), "fetch the file again"));
            return Stream.empty();
        }
        List<ScannedBook> books = ScannedBooks.of(archive.files(), format, options.documents(), true)
                .books();
        return books.stream()
                .flatMap(book -> {
                    String id = books.size() == 1 ? split.id() : split.id() + "/" + ScanListing.stem(book.key());
                    return reader(id, name + ", ", bad).read(book, name).stream();
                })
                .onClose(() -> close(archive));
    }

    private BookReader reader(String id, String where, BadRecords bad) {
        return new BookReader(format, options.language(), memory, bad, id, where);
    }

    private static void close(ScanArchive archive) {
        try {
            archive.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<Document> folder(InputSplit split, Path folder, BookPlace place, BadRecords bad) throws IOException {
        List<ScanFile> files;
        Path path = options.path().toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
            Set<String> kinds = ScanListing.kindsInArchives(format);
            files = new ScanListing(
                            folder, TextFolder.list(folder, kinds, Set.of(), "").texts(), List.of())
                    .scans();
        } else {
            TextFile one = new TextFile(FileNames.last(path), path, Files.size(path));
            files = List.of(new ScanFile(one.name(), one.bytes(), one::decompressed));
        }
        String where = FileNames.decoded(place.path());
        return ScannedBooks.of(files, format, options.documents(), false).books().stream()
                .filter(book -> book.key().equals(place.key()))
                .flatMap(
                        book -> reader(split.id(), where.isEmpty() ? "" : where + "/", bad)
                                .read(book, location(where, book))
                                .stream());
    }

    /** A book's folder, or its file where it has one of its own or lies in the folder of the source. */
    private static String location(String folder, ScannedBook book) {
        String key =
                book.key().isEmpty() && folder.isEmpty() ? book.pages().get(0).name() : book.key();
        if (folder.isEmpty() || key.isEmpty()) {
            return folder + key;
        }
        return folder + "/" + key;
    }
}

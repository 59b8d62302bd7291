// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.corpus.SourceOverview;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** What the sources of books have in common: files of some kinds, a split each. */
abstract class BookSource implements CorpusSource {

    private final Path path;
    private final Set<String> kinds;
    private final Optional<Path> yearFile;
    private final DigestCache digests;
    private final TextMemory memory;
    private YearTable years;
    private volatile List<Skipped> skipped = List.of();

    /**
     * @param kinds what the files' names end in, in lower case, before what says how they are compressed
     * @param yearFile a table of years of first publication, which may lie among the books and is none
     */
    BookSource(Path path, Set<String> kinds, Optional<Path> yearFile, DigestCache digests, TextMemory memory) {
        this.path = path;
        this.kinds = kinds;
        this.yearFile = yearFile;
        this.digests = digests;
        this.memory = memory;
    }

    /**
     * The books in a file; nothing is read before the first is asked for.
     *
     * @param id the split's id, which is the book's when the file has one
     */
    abstract Books books(String id, TextFile file, BadRecords bad) throws IOException;

    TextMemory memory() {
        return memory;
    }

    /** The years of the table; none where there is no table. */
    final synchronized YearTable years() throws IOException {
        if (years == null) {
            years = yearFile.isPresent() ? YearTable.read(yearFile.get(), memory) : YearTable.NONE;
        }
        return years;
    }

    private BookFiles files() throws IOException {
        BookFiles files = BookFiles.list(path, kinds, yearFile.orElse(null));
        skipped = files.skipped();
        return files;
    }

    @Override
    public final String revision() throws IOException {
        String books = files().revision(digests);
        if (yearFile.isEmpty()) {
            return books;
        }
        years();
        return books + "-" + digests.sha256(yearFile.get());
    }

    @Override
    public final List<Skipped> skipped() {
        return skipped;
    }

    @Override
    public final Optional<SourceOverview> overview() throws IOException {
        BookFiles files = files();
        return Optional.of(new SourceOverview(
                OptionalLong.of(files.files().size()),
                OptionalLong.empty(),
                files.bytes(),
                Optional.empty(),
                Optional.empty()));
    }

    @Override
    public final List<InputSplit> splits() throws IOException {
        return files().splits();
    }

    @Override
    public final Stream<Document> read(InputSplit split, BadRecords bad) throws IOException {
        return Books.stream(books(split.id(), BookFiles.of(split, path), bad));
    }
}

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
    private final DigestCache digests;
    private final TextMemory memory;
    private volatile List<Skipped> skipped = List.of();

    /** @param kinds what the files' names end in, in lower case, before what says how they are compressed */
    BookSource(Path path, Set<String> kinds, DigestCache digests, TextMemory memory) {
        this.path = path;
        this.kinds = kinds;
        this.digests = digests;
        this.memory = memory;
    }

    /**
     * The books in a file; nothing is read before the first is asked for.
     *
     * @param id the split's id, which is the book's when the file has one
     */
    abstract Books books(String id, TextFile file, BadRecords bad) throws IOException;

    /** A file that may lie among the books and is none, or null. */
    Path ownFile() {
        return null;
    }

    TextMemory memory() {
        return memory;
    }

    DigestCache digests() {
        return digests;
    }

    private BookFiles files() throws IOException {
        BookFiles files = BookFiles.list(path, kinds, ownFile());
        skipped = files.skipped();
        return files;
    }

    @Override
    public String revision() throws IOException {
        return files().revision(digests);
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

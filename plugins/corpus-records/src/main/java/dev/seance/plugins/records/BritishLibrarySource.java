// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.corpus.SourceOverview;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.Environment;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.pf4j.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the digitised books of the British Library page by page: an item of the library is a document. The pages of an
 * item come together whatever the layout, so that each layout gives the same documents.
 */
@Extension
@ExtensionSpec(
        name = "british-library",
        summary = "Reads the British Library's digitised books, as archives, JSONL files or Parquet, page by page.",
        options = BritishLibraryOptions.class)
public final class BritishLibrarySource implements CorpusSource {

    private static final Logger log = LoggerFactory.getLogger(BritishLibrarySource.class);

    private final BritishLibraryOptions options;
    private final DigestCache digests;
    private final TextMemory memory;
    private final Path temporary;
    private volatile List<Skipped> skipped = List.of();

    @Inject
    public BritishLibrarySource(BritishLibraryOptions options, Environment environment) {
        this(options, DigestCache.of(environment), new TextMemory(), environment.cache());
    }

    BritishLibrarySource(BritishLibraryOptions options, DigestCache digests, TextMemory memory, Path temporary) {
        this.options = options;
        this.digests = digests;
        this.memory = memory;
        this.temporary = temporary;
    }

    private DataFiles files() throws IOException {
        DataFiles files = LibraryFiles.list(options.path(), options.layout());
        skipped = files.skipped();
        return files;
    }

    private static Layout layout(DataFiles files) {
        return LibraryFiles.layout(files.files().get(0).name());
    }

    @Override
    public String revision() throws IOException {
        return files().revision(digests);
    }

    @Override
    public List<Skipped> skipped() {
        return skipped;
    }

    @Override
    public Optional<SourceOverview> overview() throws IOException {
        DataFiles files = files();
        return Optional.of(
                switch (layout(files)) {
                    case ARCHIVES -> LibraryOverview.ofArchives(files);
                    case PARQUET -> LibraryOverview.ofParquet(files, temporary);
                    case FILES, AUTO -> LibraryOverview.ofFiles(files);
                });
    }

    @Override
    public List<InputSplit> splits() throws IOException {
        DataFiles files = files();
        return switch (layout(files)) {
            case ARCHIVES ->
                files.files().stream()
                        .flatMap(file -> LibraryStretches.of(file, files.location(file)).stream())
                        .toList();
            case PARQUET -> new LibraryParquet(files, temporary).splits();
            case FILES, AUTO -> itemsAndRows(files);
        };
    }

    /** An item's files are a split, and so are files of rows that share items. */
    private static List<InputSplit> itemsAndRows(DataFiles files) {
        Map<String, List<TextFile>> items = new TreeMap<>();
        List<TextFile> rows = new ArrayList<>();
        for (TextFile file : files.files()) {
            LibraryFiles.item(file.name())
                    .ifPresentOrElse(
                            item -> items.computeIfAbsent(item, id -> new ArrayList<>())
                                    .add(file),
                            () -> rows.add(file));
        }
        List<InputSplit> splits = new ArrayList<>();
        items.forEach((item, its) -> {
            List<String> values = new ArrayList<>(List.of(item));
            its.forEach(file -> values.add(files.location(file)));
            splits.add(new LibrarySplit(LibrarySplit.Kind.ITEM, values).split(item, bytes(its)));
        });
        List<List<TextFile>> groups = rows.size() > 1
                ? RowIndex.groups(rows)
                : rows.stream().map(List::of).toList();
        for (List<TextFile> group : groups) {
            splits.add(new LibrarySplit(
                            LibrarySplit.Kind.ROWS,
                            group.stream().map(files::location).toList())
                    .split(group.get(0).name(), bytes(group)));
        }
        return splits;
    }

    private static long bytes(List<TextFile> files) {
        return files.stream().mapToLong(TextFile::bytes).sum();
    }

    @Override
    public Stream<Document> read(InputSplit split, BadRecords bad) throws IOException {
        LibrarySplit kind = LibrarySplit.of(split);
        if (kind.kind() == LibrarySplit.Kind.ITEM) {
            return DocumentReader.stream(reader(kind, bad));
        }
        // A line for a split of many items; of one item the document's attribute says it.
        AtomicInteger sets = new AtomicInteger();
        return DocumentReader.stream(reader(kind, bad))
                .map(document -> {
                    sets.addAndGet(document.attributes().containsKey(LibraryItem.VOLUMES) ? 1 : 0);
                    return document;
                })
                .onClose(() -> {
                    if (sets.get() > 0) {
                        log.info(
                                "{}: {} items have page numbers that begin again; they are read as volumes, one after the"
                                        + " other",
                                split.id(),
                                sets.get());
                    }
                });
    }

    private DocumentReader reader(LibrarySplit split, BadRecords bad) throws IOException {
        return switch (split.kind()) {
            case ITEM -> new ItemReader(split.text(0), at(split.from(1)), bad, memory);
            case ROWS -> new RowFilesReader(at(split.from(0)), bad, memory);
            case ARCHIVE -> new ArchiveReader(at(split.text(0)), split.number(1), split.number(2), bad, memory);
            case PARQUET ->
                new ParquetItems(
                        at(split.text(0)),
                        split.number(1),
                        split.number(2),
                        Set.copyOf(split.from(3)),
                        temporary,
                        bad,
                        memory);
            case SCATTERED -> {
                int files = (int) split.number(0);
                yield new ScatteredItems(
                        at(split.values().subList(1, 1 + files)), split.from(1 + files), temporary, bad, memory);
            }
        };
    }

    private List<TextFile> at(List<String> locations) throws IOException {
        List<TextFile> files = new ArrayList<>();
        for (String location : locations) {
            files.add(at(location));
        }
        return files;
    }

    private TextFile at(String location) throws IOException {
        return DataFiles.at(options.path(), location);
    }
}

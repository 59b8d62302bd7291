// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.Document;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Some items whose rows lie in several places of one or more Parquet files. One thread. */
final class ScatteredItems implements DocumentReader {

    private final List<TextFile> files;
    private final List<String> ids;
    private final Path temporary;
    private final BadRecords bad;
    private final TextMemory memory;
    private Deque<LibraryItem> whole;
    private TextMemory.Room room = () -> {};

    /** @param ids the items' ids as the files have them */
    ScatteredItems(List<TextFile> files, List<String> ids, Path temporary, BadRecords bad, TextMemory memory) {
        this.files = files;
        this.ids = ids;
        this.temporary = temporary;
        this.bad = bad;
        this.memory = memory;
    }

    @Override
    public Optional<Document> next() throws IOException {
        room.close();
        room = () -> {};
        if (whole == null) {
            whole = new ArrayDeque<>();
            read();
        }
        LibraryItem item = whole.poll();
        if (item == null) {
            return Optional.empty();
        }
        room = memory.take(Math.min(item.bytes(), memory.limit()));
        return Optional.of(item.document(bad));
    }

    private void read() throws IOException {
        OpenItems items = new OpenItems(files.get(0).name(), memory);
        String list = ids.stream().map(DuckDb::literal).collect(Collectors.joining(", "));
        boolean damaged = false;
        for (TextFile file : files) {
            try (ParquetRows rows = new ParquetRows(file, "RECORD IN (" + list + ")", temporary, bad)) {
                for (PageRow page = rows.next(); page != null; page = rows.next()) {
                    try {
                        items.add(page);
                    } catch (BadRow e) {
                        rows.report(e);
                    }
                }
                damaged |= rows.damaged();
            }
        }
        for (LibraryItem item : items.all()) {
            if (damaged) {
                bad.report(new BadRecord(
                        "item " + item.record(), "item partly in a damaged file", "", "fetch the file again"));
            } else {
                whole.add(item);
            }
        }
    }

    @Override
    public void close() {
        room.close();
    }
}

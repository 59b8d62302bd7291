// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.Document;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The items in a range of a Parquet file's rows, each in consecutive rows; others are left out. One thread. */
final class ParquetItems implements DocumentReader {

    private final TextFile file;
    private final Set<String> leftOut;
    private final BadRecords bad;
    private final TextMemory memory;
    private final ParquetRows rows;
    private LibraryItem item;
    private TextMemory.Room room = () -> {};

    /**
     * @param from the first row, from 0
     * @param to the row after the last one
     * @param leftOut ids of items that another split has
     */
    ParquetItems(
            TextFile file, long from, long to, Set<String> leftOut, Path temporary, BadRecords bad, TextMemory memory)
            throws IOException {
        this.file = file;
        this.leftOut = leftOut.stream().map(PageRow::recordId).collect(Collectors.toSet());
        this.bad = bad;
        this.memory = memory;
        this.rows =
                new ParquetRows(file, "file_row_number >= " + from + " AND file_row_number < " + to, temporary, bad);
    }

    @Override
    public Optional<Document> next() throws IOException {
        room.close();
        room = () -> {};
        LibraryItem whole = null;
        while (whole == null) {
            PageRow page = rows.next();
            if (page == null) {
                whole = rows.damaged() ? null : item;
                item = null;
                break;
            }
            if (leftOut.contains(page.record())) {
                continue;
            }
            if (item == null || !item.record().equals(page.record())) {
                whole = item == null || item.isEmpty() ? null : item;
                item = new LibraryItem(page.record(), file.name(), memory);
            }
            try {
                item.add(page);
            } catch (BadRow e) {
                rows.report(e);
            }
        }
        if (whole == null || whole.isEmpty()) {
            return Optional.empty();
        }
        room = memory.take(Math.min(whole.bytes(), memory.limit()));
        return Optional.of(whole.document(bad));
    }

    @Override
    public void close() throws IOException {
        room.close();
        rows.close();
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.Document;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The one item of one or more files that are named for it. */
final class ItemReader implements DocumentReader {

    private final String record;
    private final List<TextFile> files;
    private final BadRecords bad;
    private final TextMemory memory;
    private TextMemory.Room room = () -> {};
    private boolean read;

    ItemReader(String record, List<TextFile> files, BadRecords bad, TextMemory memory) {
        this.record = record;
        this.files = files;
        this.bad = bad;
        this.memory = memory;
    }

    @Override
    public Optional<Document> next() throws IOException {
        if (read) {
            return Optional.empty();
        }
        read = true;
        LibraryItem item = new LibraryItem(record, files.get(0).name(), memory);
        boolean whole = true;
        for (TextFile file : files) {
            whole &= read(file, item);
        }
        if (!whole) {
            return Optional.empty();
        }
        if (item.isEmpty()) {
            bad.report(new BadRecord(files.get(0).name(), "no pages", "", "fetch the file again, or remove it"));
            return Optional.empty();
        }
        room = memory.take(Math.min(item.bytes(), memory.limit()));
        return Optional.of(item.document(bad));
    }

    private boolean read(TextFile file, LibraryItem item) throws IOException {
        InputStream in;
        try {
            in = file.decompressed();
        } catch (IOException e) {
            bad.report(damaged(file.name(), e));
            return false;
        }
        try (PageLines pages = new PageLines(in, file.name(), bad)) {
            for (PageRow page = pages.next(); page != null; page = pages.next()) {
                try {
                    if (!page.record().equals(record)) {
                        throw new BadRow(
                                "page of another item",
                                PageRow.RECORD + " " + page.record() + " in a file named for " + record,
                                "move the page to its item's file, or rename the file");
                    }
                    item.add(page);
                } catch (BadRow e) {
                    pages.report(e);
                }
            }
            return !pages.damaged();
        }
    }

    /** What to say of a file that cannot be decompressed from its beginning on. */
    static BadRecord damaged(String where, IOException e) {
        return new BadRecord(where, "damaged file", "" + e.getMessage(), "fetch the file again");
    }

    @Override
    public void close() {
        room.close();
    }
}

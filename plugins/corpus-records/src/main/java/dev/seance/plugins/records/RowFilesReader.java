// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.Document;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The items of files of rows, which may hold many items and have their pages in any place. Reads the files twice: once to
 * see where each item ends, so that it is given out as soon as it is whole and memory does not grow with the file.
 */
final class RowFilesReader implements DocumentReader {

    private final List<TextFile> files;
    private final BadRecords bad;
    private final TextMemory memory;
    private final OpenItems open;
    private final RowIndex index;
    private final Deque<LibraryItem> whole = new ArrayDeque<>();

    /** Items that lost pages to a damaged file. */
    private final Set<String> spoilt = new HashSet<>();

    private int next;
    private PageLines pages;
    private String last = "";

    /** The item that ended with the last page; whole when the file turns out to go on, or to end as it should. */
    private LibraryItem ended;

    private TextMemory.Room room = () -> {};

    RowFilesReader(List<TextFile> files, BadRecords bad, TextMemory memory) {
        this.files = files;
        this.bad = bad;
        this.memory = memory;
        this.open = new OpenItems(files.get(0).name(), memory);
        this.index = RowIndex.of(files);
    }

    @Override
    public Optional<Document> next() throws IOException {
        room.close();
        room = () -> {};
        while (whole.isEmpty()) {
            if (pages == null && !openNext()) {
                return Optional.empty();
            }
            PageRow page = pages == null ? null : pages.next();
            if (page != null) {
                take(page);
            } else {
                closeFile();
            }
        }
        LibraryItem item = whole.poll();
        room = memory.take(Math.min(item.bytes(), memory.limit()));
        return Optional.of(item.document(bad));
    }

    /** Opens the next file; after the last one gives out what is left, once. */
    private boolean openNext() throws IOException {
        if (next == files.size()) {
            next++;
            whole.addAll(open.all());
            return !whole.isEmpty();
        }
        if (next > files.size()) {
            return false;
        }
        TextFile file = files.get(next++);
        try {
            pages = new PageLines(file.decompressed(), file.name(), bad);
        } catch (IOException e) {
            bad.report(ItemReader.damaged(file.name(), e));
        }
        return true;
    }

    private void take(PageRow page) {
        giveOutEnded();
        last = page.record();
        if (spoilt.contains(last)) {
            return;
        }
        try {
            open.add(page);
        } catch (BadRow e) {
            pages.report(e);
        }
        if (index.endsAt(last, next - 1, pages.number())) {
            ended = open.take(last);
        }
    }

    private void giveOutEnded() {
        if (ended != null) {
            whole.add(ended);
            ended = null;
        }
    }

    private void closeFile() throws IOException {
        if (pages != null && pages.damaged()) {
            spoilt.add(last);
            open.take(last);
            ended = null;
        }
        giveOutEnded();
        close();
    }

    @Override
    public void close() throws IOException {
        room.close();
        if (pages != null) {
            pages.close();
            pages = null;
        }
    }
}

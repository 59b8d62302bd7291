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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The items of a stretch of an archive: of the entries whose content begins there, in bytes of the decompressed archive.
 * What lies before is decompressed and passed over, which takes little of the time that reading takes.
 */
final class ArchiveReader implements DocumentReader {

    private static final Logger log = LoggerFactory.getLogger(ArchiveReader.class);

    private static final String FETCH = "fetch the archive again";

    private final TextFile file;
    private final long from;
    private final long to;
    private final BadRecords bad;
    private final TextMemory memory;
    private final Deque<LibraryItem> whole = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private LibraryArchive archive;
    private TextMemory.Room room = () -> {};
    private boolean ended;
    private int others;

    /** Where the last entry began; what is damaged after it is for the stretch that has it to report. */
    private long last;

    private String lastName = "";

    ArchiveReader(TextFile file, long from, long to, BadRecords bad, TextMemory memory) {
        this.file = file;
        this.from = from;
        this.to = to;
        this.bad = bad;
        this.memory = memory;
    }

    @Override
    public Optional<Document> next() throws IOException {
        room.close();
        room = () -> {};
        while (whole.isEmpty()) {
            if (ended || !readEntry()) {
                return Optional.empty();
            }
        }
        LibraryItem item = whole.poll();
        room = memory.take(Math.min(item.bytes(), memory.limit()));
        return Optional.of(item.document(bad));
    }

    /** Reads the next entry of the stretch; false at its end. */
    private boolean readEntry() {
        try {
            archive = archive == null ? new LibraryArchive(file) : archive;
            boolean more = archive.next();
            while (more && archive.position() < from) {
                last = archive.position();
                lastName = archive.name();
                more = archive.next();
            }
            if (!more || archive.position() >= to) {
                ended = true;
                if (others > 0) {
                    log.info("{}: {} entries are not .jsonl or .jsonl.gz and are not read", file.name(), others);
                }
                return false;
            }
            last = archive.position();
            lastName = archive.name();
            read();
        } catch (IOException e) {
            ended = true;
            if (from <= last && last < to) {
                bad.report(new BadRecord(
                        file.name() + (lastName.isEmpty() ? "" : ", in or after " + lastName),
                        "damaged archive",
                        "" + e.getMessage(),
                        FETCH));
            }
        }
        return !ended;
    }

    private void read() throws IOException {
        String where = file.name() + ", " + archive.name();
        if (!archive.regular()) {
            bad.report(new BadRecord(
                    where,
                    "link, or name that leads out of the archive",
                    "",
                    FETCH + " from where the library publishes it"));
        } else if (LibraryFiles.isRows(archive.name())) {
            OpenItems items = new OpenItems(file.name() + "/" + archive.name(), memory);
            if (pages(where, items)) {
                items.all().forEach(item -> give(item, where));
            }
        } else {
            others++;
        }
    }

    /** Reads the entry's pages; false when they end before their time. */
    private boolean pages(String where, OpenItems items) throws IOException {
        InputStream content;
        try {
            content = archive.content();
        } catch (IOException e) {
            bad.report(ItemReader.damaged(where, e));
            return false;
        }
        try (PageLines pages = new PageLines(content, where, bad)) {
            for (PageRow page = pages.next(); page != null; page = pages.next()) {
                try {
                    items.add(page);
                } catch (BadRow e) {
                    pages.report(e);
                }
            }
            return !pages.damaged();
        }
    }

    private void give(LibraryItem item, String where) {
        if (seen.add(item.record())) {
            whole.add(item);
        } else {
            bad.report(new BadRecord(
                    where + ", item " + item.record(),
                    "item in two entries of an archive",
                    "",
                    "unpack the archive, where items are put together from several files"));
        }
    }

    @Override
    public void close() throws IOException {
        room.close();
        if (archive != null) {
            archive.close();
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.Document;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.util.Optional;

/** The one book that a file is; it takes room in memory as long as it is open. */
abstract class SingleBook implements Books {

    private final TextFile file;
    private final TextMemory memory;
    private final BadRecords bad;
    private TextMemory.Room room = () -> {};
    private boolean ended;

    SingleBook(TextFile file, TextMemory memory, BadRecords bad) {
        this.file = file;
        this.memory = memory;
        this.bad = bad;
    }

    /**
     * Reads it.
     *
     * @param expected how many bytes it probably has, for which there is room
     */
    abstract Document book(long expected) throws IOException, BadBook;

    TextFile file() {
        return file;
    }

    TextMemory memory() {
        return memory;
    }

    @Override
    public final Optional<Document> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        ended = true;
        try {
            long expected = BookBytes.expected(file, memory);
            room = memory.take(expected);
            return Optional.of(book(expected));
        } catch (BadBook e) {
            bad.report(e.in(file.name()));
        } catch (IOException e) {
            bad.report(new BadRecord(file.name(), "damaged file", "" + e.getMessage(), "fetch the file again"));
        }
        return Optional.empty();
    }

    @Override
    public final void close() {
        ended = true;
        room.close();
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines of a file that begin in a stretch of its bytes. */
final class JsonlRecords implements Records {

    private final TextFile file;
    private final long from;
    private final long to;
    private final TextMemory memory;
    private final ByteLines lines;

    JsonlRecords(TextFile file, long from, long to, TextMemory memory) throws IOException {
        this.file = file;
        this.from = from;
        this.to = to;
        this.memory = memory;
        InputStream in = file.decompressed();
        // A line belongs to the stretch its first byte is in; so the byte before the stretch says whether one begins
        // there.
        in.skipNBytes(Math.max(0, from - 1));
        this.lines = new ByteLines(in, (int) Math.min(memory.limit(), Integer.MAX_VALUE / 2));
        if (from > 0) {
            lines.next();
        }
    }

    @Override
    public Optional<List<String>> columns() {
        return Optional.empty();
    }

    @Override
    public Map<String, String> next() throws IOException, BadRow {
        while (lines.next() && offset() < to) {
            if (lines.tooLong()) {
                memory.check(file.path() + ", " + place(), memory.limit() + 1);
            }
            if (lines.number() == 1 && from == 0 && lines.utf16()) {
                throw new IOException("it begins as UTF-16 does; convert it to UTF-8");
            }
            if (!lines.blank()) {
                return JsonRow.parse(lines);
            }
        }
        return null;
    }

    private long offset() {
        return Math.max(0, from - 1) + lines.offset();
    }

    @Override
    public String number() {
        // Stretches do not know the lines before them; a place in the file is as good an id.
        return "" + offset();
    }

    @Override
    public String place() {
        return from == 0 ? "line " + lines.number() : "the line at byte " + offset();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}

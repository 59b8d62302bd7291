// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The pages of one file or entry of JSON lines. Lines that are no pages are reported and passed over. One thread. */
final class PageLines implements Closeable {

    /** A page of print has some kilobytes, a newspaper's some dozens; a hundred times that is no page. */
    static final int LONGEST = 8 << 20;

    private final ByteLines lines;
    private final String where;
    private final BadRecords bad;
    private final PageJson json = new PageJson();
    private boolean damaged;

    /** @param where the file and entry, for messages */
    PageLines(InputStream in, String where, BadRecords bad) {
        this.lines = new ByteLines(in, LONGEST);
        this.where = where;
        this.bad = bad;
    }

    /** The next page, or null at the end, and where the file is {@link #damaged}. */
    PageRow next() {
        while (advance()) {
            try {
                if (lines.tooLong()) {
                    throw new BadRow(
                            "page too long",
                            "more than " + (LONGEST >> 20) + " MB",
                            "split what is no single page, or take the line out");
                }
                if (!lines.blank()) {
                    return json.parse(lines);
                }
            } catch (BadRow e) {
                bad.report(e.at(place()));
            }
        }
        return null;
    }

    /** Reports the page that was read last. */
    void report(BadRow problem) {
        bad.report(problem.at(place()));
    }

    /** The number of the line that was read last, from 1. */
    long number() {
        return lines.number();
    }

    /** Whether the file ended before its time; what was read of its last item is not whole. */
    boolean damaged() {
        return damaged;
    }

    private boolean advance() {
        try {
            if (damaged || !lines.next()) {
                return false;
            }
            if (lines.number() == 1 && lines.utf16()) {
                damaged = true;
                bad.report(new BadRecord(
                        where, "not UTF-8", "it begins as UTF-16 does", "convert the file, as with iconv -t UTF-8"));
            }
            return !damaged;
        } catch (IOException e) {
            damaged = true;
            bad.report(new BadRecord(
                    where + ", after line " + lines.number(),
                    "damaged file",
                    "" + e.getMessage(),
                    "fetch the file again"));
            return false;
        }
    }

    private String place() {
        return where + ", line " + lines.number();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}

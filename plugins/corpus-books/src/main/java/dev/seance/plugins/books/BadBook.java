// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.api.corpus.BadRecord;

/** A file, or a part of one, that is not what it claims to be; caught where the file's name is known. */
final class BadBook extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String detail;
    private final String remedy;
    private final int line;

    /** @param line the line it is in, from 1, or 0 where there are no lines */
    BadBook(String reason, String detail, String remedy, int line) {
        super(reason + " (" + detail + ")");
        this.reason = reason;
        this.detail = detail;
        this.remedy = remedy;
        this.line = line;
    }

    /** @param where the file, and the entry in it where there is one */
    BadRecord in(String where) {
        return new BadRecord(line > 0 ? where + ", line " + line : where, reason, detail, remedy);
    }
}

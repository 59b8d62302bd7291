// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.corpus.BadRecord;

/** A page, or a file beside it, that is not what it claims to be. */
final class BadPage extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String remedy;
    private final int line;

    /** @param line where in the file it is, from 1; 0 where that is unknown */
    BadPage(String reason, String detail, String remedy, int line) {
        super(detail);
        this.reason = reason;
        this.remedy = remedy;
        this.line = line;
    }

    /** The same, in this line unless it has one already. */
    BadPage inLine(int other) {
        return line > 0 ? this : new BadPage(reason, getMessage(), remedy, other);
    }

    /** @param where the file, and the entry where it is an archive */
    BadRecord at(String where) {
        return new BadRecord(line > 0 ? where + ", line " + line : where, reason, getMessage(), remedy);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

/** A row that cannot be read; where it stands is for the reader to add. */
final class BadRow extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String detail;
    private final String remedy;

    /** The three are as in {@link dev.seance.api.corpus.BadRecord}. */
    BadRow(String reason, String detail, String remedy) {
        super(reason, null, false, false);
        this.reason = reason;
        this.detail = detail;
        this.remedy = remedy;
    }

    dev.seance.api.corpus.BadRecord at(String where) {
        return new dev.seance.api.corpus.BadRecord(where, reason, detail, remedy);
    }
}

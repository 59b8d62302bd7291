// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import dev.seance.api.run.UserError;

/**
 * Takes what a source cannot read. What becomes of it is the recipe's choice, {@code on-bad: fail} or {@code on-bad:
 * skip}; when {@link #report} returns, the source leaves the record out and goes on with the next. Safe for use by the
 * thread that reads the split.
 */
@FunctionalInterface
public interface BadRecords {

    /** Every bad record is an error: what {@code on-bad: fail} means. */
    BadRecords FAIL = record -> {
        throw new UserError(record.inWords() + "; " + record.remedy() + ", or set 'on-bad: skip' on the step");
    };

    /**
     * Reports a bad record.
     *
     * @throws UserError when bad records are errors
     */
    void report(BadRecord record);
}

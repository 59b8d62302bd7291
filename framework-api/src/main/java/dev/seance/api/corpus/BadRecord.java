// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.util.Objects;

/**
 * Something in a source's data that is not what it claims to be: a truncated archive, a line that is no JSON, a page
 * without text where one must be.
 *
 * @param where the file, with entry and line or page where they are known: {@code 1850.tar.gz, 1851_000000218.jsonl.gz,
 *     line 3}
 * @param reason what is wrong, short and the same for all of a kind, because reports count by it: {@code "invalid JSON"}
 * @param detail the particular, or ""
 * @param remedy what a user can do, other than skip it: {@code "fetch the file again"}
 */
public record BadRecord(String where, String reason, String detail, String remedy) {

    public BadRecord {
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** In one sentence: where, what and, where known, the particular. */
    public String inWords() {
        return where + ": " + reason + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a source sees of its data without reading them all, for plans. What it cannot tell is empty.
 *
 * @param documents how many documents there are
 * @param pages how many pages there are
 * @param bytes the size of the data where they lie, compressed or not
 * @param firstYear the earliest year of publication
 * @param lastYear the latest year of publication
 */
public record SourceOverview(
        OptionalLong documents,
        OptionalLong pages,
        long bytes,
        Optional<Integer> firstYear,
        Optional<Integer> lastYear) {

    public SourceOverview {
        Objects.requireNonNull(documents, "documents");
        Objects.requireNonNull(pages, "pages");
        Objects.requireNonNull(firstYear, "firstYear");
        Objects.requireNonNull(lastYear, "lastYear");
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes " + bytes + " are negative");
        }
    }
}

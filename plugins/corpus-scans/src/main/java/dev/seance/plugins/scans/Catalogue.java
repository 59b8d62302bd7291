// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a library's record says of a work, as it says it; "" for what it does not say.
 *
 * @param record the record's own number
 * @param licence the rights statement
 */
record Catalogue(
        String record,
        String title,
        String author,
        String date,
        String place,
        String publisher,
        String language,
        String licence) {

    static final Catalogue UNKNOWN = new Catalogue("", "", "", "", "", "", "", "");

    /** The same, with what it does not say taken from another record. */
    Catalogue or(Catalogue other) {
        return new Catalogue(
                first(other, Catalogue::record),
                first(other, Catalogue::title),
                first(other, Catalogue::author),
                first(other, Catalogue::date),
                first(other, Catalogue::place),
                first(other, Catalogue::publisher),
                first(other, Catalogue::language),
                first(other, Catalogue::licence));
    }

    private String first(Catalogue other, Function<Catalogue, String> field) {
        return Stream.of(this, other)
                .map(field)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }
}

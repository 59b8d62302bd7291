// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * An options record with all values in place.
 *
 * @param record the record, for the extension's constructor
 * @param effective every value by its option's name, defaults included, in the record's order: the plan's table and
 *     what is fingerprinted. Equal values have equal text (1e4 is {@code 10000}). An option of a group is
 *     {@code group.option}, its shorthand {@code group}; optional ones that were left out are not there, nor are secrets
 * @param given the top-level options that the recipe set itself, secrets included
 */
public record BoundOptions(Record record, Map<String, String> effective, Set<String> given) {

    public BoundOptions {
        Objects.requireNonNull(record, "record");
        effective = Collections.unmodifiableMap(new LinkedHashMap<>(effective));
        given = Collections.unmodifiableSet(new LinkedHashSet<>(given));
    }

    /**
     * The record as its own type.
     *
     * @throws ClassCastException when the options are of another type
     */
    public <T extends Record> T as(Class<T> type) {
        return type.cast(record);
    }
}

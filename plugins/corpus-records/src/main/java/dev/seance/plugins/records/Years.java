// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.kit.text.CatalogueDate;
import java.util.Optional;

/** The first and the last of some years. */
final class Years {

    private int first = Integer.MAX_VALUE;
    private int last = Integer.MIN_VALUE;

    void add(int[] span) {
        first = Math.min(first, span[0]);
        last = Math.max(last, span[1]);
    }

    /** Adds a catalogue's date, if it is one. */
    void add(String date) {
        if (date != null) {
            CatalogueDate.parse(date).ifPresent(found -> add(new int[] {found.year(), found.year()}));
        }
    }

    Optional<Integer> first() {
        return first > last ? Optional.empty() : Optional.of(first);
    }

    Optional<Integer> last() {
        return first > last ? Optional.empty() : Optional.of(last);
    }
}

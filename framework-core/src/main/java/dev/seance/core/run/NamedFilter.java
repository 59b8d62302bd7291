// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.api.corpus.CorpusFilter;
import java.util.Objects;

/** A filter as a corpus step lists it. */
record NamedFilter(String name, CorpusFilter filter) {

    NamedFilter {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(filter, "filter");
    }
}

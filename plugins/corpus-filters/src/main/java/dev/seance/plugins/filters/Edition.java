// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import dev.seance.api.corpus.Document;
import java.io.Serializable;
import java.util.Comparator;

/**
 * One of the documents that share a text, in the order of preference: the earliest year, then the least id. An undated
 * one comes after all dated ones.
 *
 * @param year the year of publication
 * @param id the document's id
 */
record Edition(int year, String id) implements Serializable, Comparable<Edition> {

    private static final long serialVersionUID = 1L;
    private static final Comparator<Edition> ORDER =
            Comparator.comparingInt(Edition::year).thenComparing(Edition::id);

    static Edition of(Document document) {
        return new Edition(document.year().orElse(Integer.MAX_VALUE), document.id());
    }

    static Edition earlier(Edition one, Edition other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    @Override
    public int compareTo(Edition other) {
        return ORDER.compare(this, other);
    }
}

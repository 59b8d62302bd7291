// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.duplicates;

import dev.seance.api.corpus.Document;
import java.io.Serializable;
import java.util.Comparator;

/**
 * What is kept of a document to find others like it: its MinHash signature, about 1 KB, and what makes one copy better than
 * another.
 *
 * @param id the document's id
 * @param good whether a filter judged its text good
 * @param words how many words it has
 * @param year the year of publication; the largest number where it is not known
 * @param minima the least hash of the shingles in each bin; empty for a document too short to be compared
 */
record Signature(String id, boolean good, long words, int year, int[] minima) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The best copy first: of good text, then longest, then earliest, then of the least id. */
    static final Comparator<Signature> BEST_FIRST = Comparator.comparing(Signature::good)
            .reversed()
            .thenComparing(Comparator.comparingLong(Signature::words).reversed())
            .thenComparingInt(Signature::year)
            .thenComparing(Signature::id);

    static Signature of(Document document, int shingleWords) {
        MinHash hash = new MinHash(shingleWords);
        document.pages().forEach(page -> hash.read(page.text()));
        return new Signature(
                document.id(),
                "good".equals(document.attributes().get(Document.QUALITY)),
                hash.words(),
                document.year().orElse(Integer.MAX_VALUE),
                hash.minima());
    }

    /** An estimate of the Jaccard similarity of two documents' shingles: the fraction of bins with the same minimum. */
    double similarity(Signature other) {
        int same = 0;
        for (int i = 0; i < minima.length; i++) {
            same += minima[i] == other.minima[i] ? 1 : 0;
        }
        return (double) same / MinHash.BINS;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

/**
 * How much text there is.
 *
 * @param documents documents
 * @param words words, as {@link Words} counts them
 * @param bytes bytes of UTF-8 text
 */
public record CorpusSize(long documents, long words, long bytes) {

    public static final CorpusSize NOTHING = new CorpusSize(0, 0, 0);

    public CorpusSize {
        if (documents < 0 || words < 0 || bytes < 0) {
            throw new IllegalArgumentException(
                    "negative size: " + documents + " documents, " + words + " words, " + bytes + " bytes");
        }
    }

    public CorpusSize plus(CorpusSize other) {
        return new CorpusSize(documents + other.documents, words + other.words, bytes + other.bytes);
    }
}

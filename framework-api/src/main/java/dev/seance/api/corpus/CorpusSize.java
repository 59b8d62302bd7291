// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.io.Serializable;

/**
 * How much text there is.
 *
 * @param documents documents
 * @param pages pages of scanned documents; a text that knows of no pages has none
 * @param words words, as {@link Words} counts them
 * @param bytes bytes of UTF-8 text
 */
public record CorpusSize(long documents, long pages, long words, long bytes) implements Serializable {

    public static final CorpusSize NOTHING = new CorpusSize(0, 0, 0, 0);

    public CorpusSize {
        if (documents < 0 || pages < 0 || words < 0 || bytes < 0) {
            throw new IllegalArgumentException("negative size: " + documents + " documents, " + pages + " pages, "
                    + words + " words, " + bytes + " bytes");
        }
    }

    /** The size of one document, its pages joined by one byte each. */
    public static CorpusSize of(Document document) {
        long words = 0;
        long bytes = document.pages().size() - 1L;
        for (Page page : document.pages()) {
            words += Words.count(page.text());
            bytes += Utf8.length(page.text());
        }
        return new CorpusSize(1, document.paged() ? document.pages().size() : 0, words, bytes);
    }

    public CorpusSize plus(CorpusSize other) {
        return new CorpusSize(
                documents + other.documents, pages + other.pages, words + other.words, bytes + other.bytes);
    }
}

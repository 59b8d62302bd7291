// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import dev.seance.api.corpus.Document;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/** The edition to keep of each text; about 150 bytes of memory a text. One thread writes, then any number read. */
public final class FirstEditions implements Serializable {

    private static final long serialVersionUID = 1L;

    private final HashMap<TextDigest, Edition> editions = new HashMap<>();

    void add(Document document) {
        editions.merge(TextDigest.of(document.text()), Edition.of(document), Edition::earlier);
    }

    void addAll(FirstEditions other) {
        for (Map.Entry<TextDigest, Edition> entry : other.editions.entrySet()) {
            editions.merge(entry.getKey(), entry.getValue(), Edition::earlier);
        }
    }

    int size() {
        return editions.size();
    }

    /** The edition to keep of a document that was added. */
    Edition of(Document document) {
        return editions.getOrDefault(TextDigest.of(document.text()), Edition.of(document));
    }
}

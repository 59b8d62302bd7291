// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.dialogue;

import java.util.Objects;

/**
 * Where a dialogue came from, so that every row of fine-tuning data can be traced.
 *
 * @param kind how it came about: "fiction", "own" (out of a file), "rules", "llm", "llm-question" (the reply is from a book); labelled as such wherever it is shown
 * @param document the document it was found in, or "" for an invented one
 * @param place the place in the document: {@code "characters 1024-1310"}; or the template's or model's name
 * @param detail what else is worth knowing, such as who speaks; or ""
 */
public record Origin(String kind, String document, String place, String detail) {

    public Origin {
        if (kind.isBlank()) {
            throw new IllegalArgumentException("an origin needs a kind");
        }
        Objects.requireNonNull(document, "document");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(detail, "detail");
    }
}

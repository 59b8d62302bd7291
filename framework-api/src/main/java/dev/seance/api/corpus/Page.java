// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.util.Objects;
import java.util.Optional;

/**
 * A page of a scanned document, as far as a source knows of pages.
 *
 * @param number what the source calls it, such as {@code 12} or {@code xiv}, or ""; need not be unique, for the volumes of
 *     a set may each begin with 1
 * @param ocrConfidence mean word confidence of the scan, 0 to 1, where known
 * @param text the text, with {@code \n} line ends; a source that has no line breaks gives a page as one line
 */
public record Page(String number, Optional<Double> ocrConfidence, String text) {

    public Page {
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(ocrConfidence, "ocrConfidence");
        Objects.requireNonNull(text, "text");
        Document.checkConfidence(ocrConfidence, "page " + number);
    }

    /** The same page with another text. */
    public Page withText(String newText) {
        return new Page(number, ocrConfidence, newText);
    }
}

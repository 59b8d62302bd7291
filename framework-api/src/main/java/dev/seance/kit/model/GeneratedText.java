// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import java.util.Objects;

/**
 * What a model wrote.
 *
 * @param text without the stop string that ended it
 * @param tokens how many were drawn for it, the token that ended it not counted
 * @param ended whether it came to its end, by the end token or a stop string, or was interrupted; otherwise it was cut off
 */
public record GeneratedText(String text, int tokens, boolean ended) {

    public GeneratedText {
        Objects.requireNonNull(text, "text");
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.tokenizer.Vocabulary;
import java.util.Objects;

/**
 * A vocabulary that was made elsewhere.
 *
 * @param tokenizer the name of the tokenizer that takes it
 */
public record ForeignVocabulary(String tokenizer, Vocabulary vocabulary) {

    public ForeignVocabulary {
        Objects.requireNonNull(tokenizer, "tokenizer");
        Objects.requireNonNull(vocabulary, "vocabulary");
    }
}

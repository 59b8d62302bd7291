// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.corpus.Words;
import java.util.Locale;
import java.util.Objects;

/**
 * The reply of a model to a question.
 *
 * @param question the question
 * @param text stripped of white space; may be empty
 * @param ended whether the model ended it with the end token, before the limit
 */
record Reply(String question, String text, boolean ended) {

    private static final int MIN_WORDS = 3;

    Reply {
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(text, "text");
    }

    /**
     * Whether it is in proper form: ended, of three words at least, with the punctuation that ends a sentence, and not
     * the question repeated. Whether it is a good answer, only a reader can tell.
     */
    boolean isInProperForm() {
        return ended
                && Words.count(text) >= MIN_WORDS
                && text.matches("(?s).*[.!?…][\"”’')]*")
                && !normalized(text).equals(normalized(question));
    }

    /** The words alone, in lower case, to compare by. */
    static String normalized(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }
}

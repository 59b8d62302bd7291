// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.corpus.Words;
import java.util.Locale;
import java.util.Objects;

/**
 * What a model said to a question.
 *
 * @param question the question
 * @param text the reply, without white space around it; may be empty
 * @param ended whether the model ended it by itself
 */
record Reply(String question, String text, boolean ended) {

    private static final int FEWEST_WORDS = 3;

    Reply {
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(text, "text");
    }

    /**
     * Whether it is an answer in form: ended, of three words at least, ending as a sentence does, and not the question
     * said back. Whether it is a good answer, only a reader can tell.
     */
    boolean isAnswer() {
        return ended
                && Words.count(text) >= FEWEST_WORDS
                && text.matches("(?s).*[.!?…][\"”’')]*")
                && !plain(text).equals(plain(question));
    }

    /** Words alone, in lower case, to compare by. */
    static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The words by which an answer to a question is recognised. A word of more than four letters is the beginning of words
 * ({@code patien} of patience and patiently). A shorter one is the whole word or one with an ending, since {@code sea} also
 * begins season and seat.
 *
 * @param words in small letters
 */
record Topic(List<String> words) {

    private static final int SHORT_WORD = 4;
    private static final Set<String> ENDINGS = Set.of("", "s", "es", "d", "ed", "er", "ing");

    Topic {
        words = List.copyOf(words);
    }

    /** Whether a text has one of these words. */
    boolean isIn(Words text) {
        return words.stream().anyMatch(text.topical::contains);
    }

    /** The same topic without the words that the text has. */
    Topic without(Words text) {
        return new Topic(
                words.stream().filter(word -> !text.topical.contains(word)).toList());
    }

    /** Whether a text has one of these words that another text has not. */
    boolean isIn(Words text, Words butNotOf) {
        for (String word : words) {
            if (text.topical.contains(word) && !butNotOf.topical.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** The words of a text, as every topic word that would be found in it: there are many questions to compare it with. */
    static final class Words {

        private final Set<String> topical = new HashSet<>();

        Words(String text) {
            for (String word : Reply.normalized(text).split(" ")) {
                for (int length = SHORT_WORD + 1; length <= word.length(); length++) {
                    topical.add(word.substring(0, length));
                }
                ENDINGS.stream()
                        .filter(word::endsWith)
                        .map(ending -> word.substring(0, word.length() - ending.length()))
                        .filter(whole -> whole.length() <= SHORT_WORD)
                        .forEach(topical::add);
            }
        }
    }
}

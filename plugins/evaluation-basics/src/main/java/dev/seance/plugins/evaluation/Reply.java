// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.corpus.Words;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The reply of a model to a question.
 *
 * @param question the question
 * @param earlier its replies to the turns before the question
 * @param text stripped of white space; may be empty
 * @param ended whether the model ended it with the end token, before the limit
 */
record Reply(Question question, List<String> earlier, String text, boolean ended) {

    private static final int MIN_WORDS = 3;
    private static final int LOOP_WORDS = 3;
    private static final int LOOP_TIMES = 3;

    Reply {
        Objects.requireNonNull(question, "question");
        earlier = List.copyOf(earlier);
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
                && !normalized(text).equals(normalized(question.text()));
    }

    /** Whether it has a word that an answer to the question has and the person has not said. */
    boolean answers() {
        return question.topic().isIn(words());
    }

    /** Whether it says the whole question again, or an earlier reply of its own; less than three words do not count. */
    boolean isEcho() {
        return Stream.concat(Stream.of(question.text()), earlier.stream())
                .map(Reply::normalized)
                .anyMatch(said ->
                        Words.count(said) >= MIN_WORDS && (" " + normalized(text) + " ").contains(" " + said + " "));
    }

    /** Whether three words in a row come three times or more. */
    boolean isLoop() {
        Map<String, Integer> times = new HashMap<>();
        return nGrams(LOOP_WORDS).anyMatch(words -> times.merge(words, 1, Integer::sum) == LOOP_TIMES);
    }

    /** Its words, as topics are compared with them. */
    Topic.Words words() {
        return new Topic.Words(text);
    }

    /** All runs of so many words. */
    Stream<String> nGrams(int n) {
        return nGrams(text, n);
    }

    static Stream<String> nGrams(String text, int n) {
        String[] words = normalized(text).split(" ");
        return IntStream.rangeClosed(0, words.length - n)
                .mapToObj(i -> String.join(" ", Arrays.asList(words).subList(i, i + n)));
    }

    /** The words alone, in lower case, to compare by. */
    static String normalized(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Recognises replies that decline to answer: that have a phrase of the plugin's list, such as "I do not know", among
 * their first twenty words. It misses who declines in other words, and takes "I cannot say how glad I am" for a
 * refusal.
 */
final class Refusals {

    private static final int FIRST_WORDS = 20;

    private final List<String> phrases;

    private Refusals(List<String> phrases) {
        this.phrases = phrases;
    }

    /** The list of a language; empty where the plugin has none. */
    static Optional<Refusals> of(String language) {
        return Optional.of(LanguageList.lines(language, "refusals.txt"))
                .filter(lines -> !lines.isEmpty())
                .map(Refusals::new);
    }

    boolean isRefusal(Reply reply) {
        String begin = Arrays.stream(Reply.normalized(reply.text()).split(" "))
                .limit(FIRST_WORDS)
                .collect(Collectors.joining(" ", " ", " "));
        return phrases.stream().anyMatch(phrase -> begin.contains(" " + phrase + " "));
    }
}

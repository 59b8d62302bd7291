// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Something to talk about.
 *
 * @param name its name
 * @param weight how often it comes up, compared with others
 * @param years when one can talk of it at all
 * @param modern whether it is asked by somebody who knows of things yet to come
 * @param general whether it is a subject one can have opinions on, unlike a greeting
 * @param questions what the person may ask
 * @param replies what the model may answer; each fits every question
 * @param more what the model may say when asked for more; may be empty
 */
record Topic(
        String name,
        int weight,
        Years years,
        boolean modern,
        boolean general,
        List<Phrase> questions,
        List<Phrase> replies,
        List<Phrase> more) {

    Topic {
        questions = List.copyOf(questions);
        replies = List.copyOf(replies);
        more = List.copyOf(more);
        if (weight < 1 || questions.isEmpty() || replies.isEmpty()) {
            throw new IllegalArgumentException("topic " + name + " has weight " + weight + ", " + questions.size()
                    + " questions and " + replies.size() + " replies; it needs at least one of each");
        }
    }

    /**
     * What of it can be said in a year; empty where there is no question or no reply.
     *
     * @param canFill whether there is something for a slot in that year
     */
    Optional<Topic> at(int year, Predicate<String> canFill) {
        List<Phrase> asked = at(questions, year, canFill);
        List<Phrase> answered = at(replies, year, canFill);
        return !years.contain(year) || asked.isEmpty() || answered.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Topic(name, weight, years, modern, general, asked, answered, at(more, year, canFill)));
    }

    /** Those of some phrases that can be said in a year. */
    static List<Phrase> at(List<Phrase> phrases, int year, Predicate<String> canFill) {
        return phrases.stream()
                .flatMap(phrase -> phrase.at(year, canFill).stream())
                .toList();
    }

    /** Everything the model may say on it, before slots are filled. */
    Set<String> skeletons() {
        Set<String> all = new LinkedHashSet<>();
        Stream.concat(replies.stream(), more.stream()).forEach(phrase -> all.addAll(phrase.skeletons()));
        return all;
    }
}

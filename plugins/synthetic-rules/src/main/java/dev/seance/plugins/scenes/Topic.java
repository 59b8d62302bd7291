// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import java.util.List;

/**
 * Something to talk about.
 *
 * @param name its name
 * @param weight how often it comes up, compared with others
 * @param general whether it is a subject one can have opinions on, unlike a greeting
 * @param questions what the person may ask
 * @param replies what the model may answer; each fits every question
 * @param more what the model may say when asked for more; may be empty
 */
record Topic(
        String name, int weight, boolean general, List<Phrase> questions, List<Phrase> replies, List<Phrase> more) {

    Topic {
        questions = List.copyOf(questions);
        replies = List.copyOf(replies);
        more = List.copyOf(more);
        if (weight < 1 || questions.isEmpty() || replies.isEmpty()) {
            throw new IllegalArgumentException("topic " + name + " has weight " + weight + ", " + questions.size()
                    + " questions and " + replies.size() + " replies; it needs at least one of each");
        }
    }
}

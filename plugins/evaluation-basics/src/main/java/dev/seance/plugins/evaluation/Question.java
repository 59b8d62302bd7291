// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import java.util.List;
import java.util.Objects;

/**
 * A question, with what the person says before it, and how an answer is recognised.
 *
 * <p>The model answers the earlier turns itself, as it would in a conversation, and only its last reply is measured: the
 * earlier turns only say what the last one is about, so there is no telling whether they were answered; and the replies of
 * one conversation depend on each other, while an interval wants independent ones.
 *
 * @param turns what the person says, turn by turn; the last is the question
 * @param topic words that an answer to the point mostly has one of; those that the person says are left out
 * @param group what it is about; however few questions are asked, each group has its share
 */
record Question(List<String> turns, Topic topic, String group) {

    Question {
        turns = List.copyOf(turns);
        Objects.requireNonNull(group, "group");
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("a question needs a turn");
        }
        topic = topic.without(words(turns));
    }

    /** The last turn. */
    String text() {
        return turns.get(turns.size() - 1);
    }

    boolean isMultiTurn() {
        return turns.size() > 1;
    }

    /** All words that the person says. */
    Topic.Words words() {
        return words(turns);
    }

    private static Topic.Words words(List<String> turns) {
        return new Topic.Words(String.join(" ", turns));
    }
}

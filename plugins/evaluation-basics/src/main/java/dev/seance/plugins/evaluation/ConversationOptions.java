// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.model.Sampling;
import dev.seance.api.plugin.Option;
import dev.seance.api.run.UserError;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Options of {@link ConversationEvaluator}.
 *
 * @param questions what to ask
 * @param repeats how often to ask each
 * @param sampling how replies are drawn
 * @param minAnswerRate the gate
 */
public record ConversationOptions(
        @Option(
                doc = "What to ask, each in a conversation of its own. By default greetings, simple questions of the"
                        + " period, and one about something yet to come.",
                defaultValue =
                        "['Good evening.', 'How do you do?', 'Who are you?', 'what year is it', 'What do you"
                                + " think of the railway?', 'Tell me of the sea.', 'What is the weather like?', 'Have you been to"
                                + " London?', 'What do you like to read?', 'Do you believe in ghosts?', 'What is the internet?']")
        List<String> questions,

        @Option(
                doc = "How often each question is asked; more makes the figures steadier.",
                defaultValue = "2",
                min = 1,
                unit = "times")
        int repeats,

        @Option(doc = "How replies are drawn.", defaultValue = "{}")
        Sampling sampling,

        @Option(
                doc = "The run fails when a smaller share of the replies are answers in form; no limit when left out.",
                min = 0,
                max = 1)
        Optional<Double> minAnswerRate) {

    public ConversationOptions {
        questions = List.copyOf(questions);
        Objects.requireNonNull(sampling, "sampling");
        Objects.requireNonNull(minAnswerRate, "minAnswerRate");
        if (questions.isEmpty() || questions.stream().anyMatch(String::isBlank) || repeats < 1) {
            throw new UserError("questions must not be empty or blank, and repeats must be at least 1");
        }
    }
}

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
 * @param questions the prompts
 * @param repeats replies to each
 * @param sampling of the replies
 * @param minProperFormRate the gate
 */
public record ConversationOptions(
        @Option(
                doc = "The questions, each in a conversation of its own. By default greetings, simple questions of the"
                        + " period, and one about something of a later time.",
                defaultValue =
                        "['Good evening.', 'How do you do?', 'Who are you?', 'what year is it', 'What do you"
                                + " think of the railway?', 'Tell me of the sea.', 'What is the weather like?', 'Have you been to"
                                + " London?', 'What do you like to read?', 'Do you believe in ghosts?', 'What is the internet?']")
        List<String> questions,

        @Option(
                doc = "Replies to each question; more make the metrics steadier.",
                defaultValue = "2",
                min = 1,
                unit = "replies")
        int repeats,

        @Option(doc = "Sampling of the replies.", defaultValue = "{}")
        Sampling sampling,

        @Option(
                doc = "The run fails when a smaller fraction of the replies is in proper form; no limit where not set.",
                min = 0,
                max = 1)
        Optional<Double> minProperFormRate) {

    public ConversationOptions {
        questions = List.copyOf(questions);
        Objects.requireNonNull(sampling, "sampling");
        Objects.requireNonNull(minProperFormRate, "minProperFormRate");
        if (questions.isEmpty() || questions.stream().anyMatch(String::isBlank) || repeats < 1) {
            throw new UserError("questions must not be empty or blank, and repeats must be at least 1");
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.model.Sampling;
import dev.seance.api.plugin.Option;
import dev.seance.api.run.UserError;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Options of {@link ConversationEvaluator}.
 *
 * @param questions the user's own questions
 * @param language the language of the plugin's
 * @param count how many of them
 * @param timeLimit after how many seconds no further question is asked
 * @param repeats replies to each
 * @param sampling of the replies
 * @param judge the language model that judges them
 * @param minAnswerRate the gate on answers
 * @param minProperFormRate the gate on form
 */
public record ConversationOptions(
        @Option(
                doc =
                        "Questions of your own in place of the plugin's, a line each: what the person says, tab, words one of"
                                + " which an answer to the point mostly has, divided by commas. Several turns are divided by"
                                + " ` | `; the reply to the last is measured. A word of more than four letters is the beginning"
                                + " of words. Lines in brackets divide the questions into groups.")
        Optional<Path> questions,

        @Option(
                doc = "The language of the model. The plugin has questions in English; for others give your own.",
                defaultValue = "${era.language}")
        String language,

        @Option(
                doc =
                        "How many of the questions to ask, 0 for all of them: the first of a fixed order that is shuffled so"
                                + " that any number is a fair sample.",
                defaultValue = "0",
                min = 0,
                unit = "questions")
        int count,

        @Option(
                doc =
                        "After so many seconds no further question is asked; the report says how many were. How many depends"
                                + " on the machine: to compare results set `count`. No limit where not set.",
                min = 1,
                unit = "seconds")
        Optional<Integer> timeLimit,

        @Option(
                doc = "Replies to each question; more make the metrics steadier.",
                defaultValue = "1",
                min = 1,
                unit = "replies")
        int repeats,

        @Option(doc = "Sampling of the replies.", defaultValue = "{}")
        Sampling sampling,

        @Option(
                doc =
                        "Which of the recipe's language models to ask, of each reply, whether it answers: as judgedAnswerRate"
                                + " beside the count by words. The plan says what it will cost. Nobody where not set.",
                llm = true)
        Optional<String> judge,

        @Option(
                doc =
                        "The run fails when a smaller fraction of the replies answers the question; no limit where not set.",
                min = 0,
                max = 1)
        Optional<Double> minAnswerRate,

        @Option(
                doc = "The run fails when a smaller fraction of the replies is in proper form; no limit where not set.",
                min = 0,
                max = 1)
        Optional<Double> minProperFormRate) {

    public ConversationOptions {
        Objects.requireNonNull(questions, "questions");
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(timeLimit, "timeLimit");
        Objects.requireNonNull(sampling, "sampling");
        Objects.requireNonNull(judge, "judge");
        Objects.requireNonNull(minAnswerRate, "minAnswerRate");
        Objects.requireNonNull(minProperFormRate, "minProperFormRate");
        if (repeats < 1 || count < 0) {
            throw new UserError("repeats " + repeats + ", count " + count + ": at least 1 and 0");
        }
        timeLimit.filter(seconds -> seconds < 1).ifPresent(seconds -> {
            throw new UserError("time-limit " + seconds + ": at least 1 second");
        });
    }
}

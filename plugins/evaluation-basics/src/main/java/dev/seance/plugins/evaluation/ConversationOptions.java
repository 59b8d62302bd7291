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
 * @param repeats replies to each
 * @param sampling of the replies
 * @param minAnswerRate the gate on answers
 * @param minProperFormRate the gate on form
 */
public record ConversationOptions(
        @Option(
                doc =
                        "Questions of your own in place of the plugin's, a line each: the question, tab, beginnings of words"
                                + " one of which an answer to the point mostly has, divided by commas.")
        Optional<Path> questions,

        @Option(
                doc = "The language of the model. The plugin has questions in English; for others give your own.",
                defaultValue = "${era.language}")
        String language,

        @Option(
                doc = "How many of the questions to ask, spread evenly over all; 0 for all of them.",
                defaultValue = "0",
                min = 0,
                unit = "questions")
        int count,

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
        Objects.requireNonNull(sampling, "sampling");
        Objects.requireNonNull(minAnswerRate, "minAnswerRate");
        Objects.requireNonNull(minProperFormRate, "minProperFormRate");
        if (repeats < 1 || count < 0) {
            throw new UserError("repeats " + repeats + ", count " + count + ": at least 1 and 0");
        }
    }
}

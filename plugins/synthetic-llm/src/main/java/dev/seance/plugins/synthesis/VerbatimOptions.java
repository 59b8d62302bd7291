// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import dev.seance.api.plugin.Option;
import dev.seance.api.run.UserError;
import java.nio.file.Path;
import java.util.Optional;

/** Options of {@link VerbatimReplies}. */
public record VerbatimOptions(
        @Option(doc = "Which of the recipe's language models to ask.", llm = true)
        String llm,

        @Option(
                doc = "How many passages to write questions for, drawn from the whole corpus.",
                defaultValue = "20000",
                min = 1,
                max = 999_999,
                unit = "passages")
        int passages,

        @Option(doc = "The shortest passage.", defaultValue = "20", min = 1, unit = "words")
        int minWords,

        @Option(
                doc = "The longest passage. Long ones answer many questions and teach a small model none.",
                defaultValue = "90",
                min = 1,
                unit = "words")
        int maxWords,

        @Option(
                doc =
                        "A conversation that has a larger share of its word triples in common with an earlier one is dropped; 1"
                                + " to keep all.",
                defaultValue = "0.7",
                min = 0,
                max = 1)
        double maxSimilarity,

        @Option(
                doc = "A folder of one's own prompts. A file in it that has the name of one of the plugin's takes its"
                        + " place; the plugin's say what may stand in them.")
        Optional<Path> prompts,

        @Option(doc = "The era's first year, as prompts name it.", defaultValue = "${era.from}")
        int from,

        @Option(doc = "The era's last year, as prompts name it.", defaultValue = "${era.to}")
        int to,

        @Option(doc = "The language, as prompts name it.", defaultValue = "${era.language}")
        String language,

        @Option(
                doc = "How freely the language model chooses its words; 0 always takes the likeliest.",
                defaultValue = "0.7",
                min = 0,
                max = 2)
        double temperature,

        @Option(
                doc = "The most tokens an answer may have. One that is longer is dropped.",
                defaultValue = "120",
                min = 1,
                unit = "tokens")
        int maxTokens) {

    public VerbatimOptions {
        if (maxWords < minWords) {
            throw new UserError("max-words " + maxWords + " is below min-words " + minWords + "; no passage fits both");
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import dev.seance.api.plugin.Option;
import dev.seance.api.run.UserError;
import java.nio.file.Path;
import java.util.Optional;

/** Options of {@link WrittenScenes}. */
public record WrittenScenesOptions(
        @Option(doc = "Which of the recipe's language models to ask.", llm = true)
        String llm,

        @Option(doc = "The name the model answers to.") String name,

        @Option(doc = "The year the model believes it is.", defaultValue = "${era.to}")
        int year,

        @Option(
                doc = "How many conversations to have written.",
                defaultValue = "20000",
                min = 1,
                max = 999_999,
                unit = "conversations")
        int conversations,

        @Option(doc = "The fewest questions with answers.", defaultValue = "1", min = 1, max = 10)
        int minExchanges,

        @Option(doc = "The most questions with answers.", defaultValue = "4", min = 1, max = 10)
        int maxExchanges,

        @Option(
                doc =
                        "The share of conversations about what every chat meets and no book has: greetings, thanks, who are"
                                + " you, the future, rudeness.",
                defaultValue = "0.15",
                min = 0,
                max = 1)
        double edgeShare,

        @Option(doc = "A list of topics, one a line, in place of the plugin's.")
        Optional<Path> topics,

        @Option(doc = "A list of such edge cases, one a line, in place of the plugin's.")
        Optional<Path> edges,

        @Option(doc = "A list of persons who speak with the model, one a line, in place of the plugin's.")
        Optional<Path> personas,

        @Option(
                doc = "How many passages of the corpus to show for their manner, where the step has a corpus.",
                defaultValue = "2",
                min = 0,
                max = 10,
                unit = "passages")
        int examples,

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
                defaultValue = "1.0",
                min = 0,
                max = 2)
        double temperature,

        @Option(
                doc = "The most tokens an answer may have. One that is longer is dropped.",
                defaultValue = "1000",
                min = 1,
                unit = "tokens")
        int maxTokens) {

    public WrittenScenesOptions {
        if (maxExchanges < minExchanges) {
            throw new UserError("max-exchanges " + maxExchanges + " is below min-exchanges " + minExchanges
                    + "; set it to " + minExchanges + " or more");
        }
        if (name.isBlank()) {
            throw new UserError("name is empty; give the name the model answers to");
        }
    }
}

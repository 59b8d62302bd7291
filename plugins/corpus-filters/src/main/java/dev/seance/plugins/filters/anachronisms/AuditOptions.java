// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import dev.seance.api.model.Sampling;
import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Options of {@link AnachronismAudit}. */
public record AuditOptions(
        @Option(
                doc = "The last year of the era: what is first known later is an anachronism.",
                defaultValue = "${era.to}")
        int to,

        @Option(doc = "A table of terms of your own, added to the one that comes with the plugin; see the filter.")
        Optional<Path> file,

        @Option(doc = "Terms that never count, as for the filter.", defaultValue = "[]")
        List<String> allow,

        @Option(doc = "The language of texts that do not say theirs.", defaultValue = "${era.language}")
        String language,

        @Option(
                doc =
                        "Questions to put to models in place of the plugin's, a line each: YEAR, tab, question, tab, words of"
                                + " which an answer in the know has one, divided by commas.")
        Optional<Path> questions,

        @Option(doc = "Replies to each question.", defaultValue = "2", min = 1, max = 100, unit = "replies")
        int repeats,

        @Option(doc = "Sampling of the replies.", defaultValue = "{}")
        Sampling sampling,

        @Option(
                doc = "The run fails when a larger fraction of a corpus's documents has terms of a later time; no limit"
                        + " where not set.",
                min = 0,
                max = 1)
        Optional<Double> maxDocuments,

        @Option(
                doc =
                        "The run fails when in a larger fraction of dialogues the model's part has terms of a later time or"
                                + " speaks of language models; no limit where not set.",
                min = 0,
                max = 1)
        Optional<Double> maxDialogues,

        @Option(
                doc = "The run fails when a larger fraction of a model's replies has terms of a later time or speaks of"
                        + " language models; no limit where not set.",
                min = 0,
                max = 1)
        Optional<Double> maxReplies) {

    public AuditOptions {
        Objects.requireNonNull(file, "file");
        allow = List.copyOf(allow);
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(questions, "questions");
        Objects.requireNonNull(sampling, "sampling");
        Objects.requireNonNull(maxDocuments, "maxDocuments");
        Objects.requireNonNull(maxDialogues, "maxDialogues");
        Objects.requireNonNull(maxReplies, "maxReplies");
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The options of {@link AnachronismsFilter}. */
public record AnachronismOptions(
        @Option(doc = "The last year of the era: terms first used later are anachronisms.", defaultValue = "${era.to}")
        int to,

        @Option(
                doc = "How little evidence is enough to drop a document: strict (one term without another sense, 3 that"
                        + " have other senses, or 5 later years), normal (2, 6 or 10) or lenient (5, 20 or 30). The last"
                        + " two numbers grow by one for each 25,000 words. Normal, so that one misread word does not"
                        + " cost a book.",
                defaultValue = "normal")
        Tier tier,

        @Option(
                doc =
                        "A UTF-8 table of terms, added to the one that comes with the plugin or in its place. A term a line:"
                                + " TERM, tab, YEAR of first use, tab, and always (it has no other sense), context (it has, and"
                                + " counts together with others) or allow (never counts). Endings come after slashes:"
                                + " satellite/s. A capital stands for a capital, a small letter for either. A term of both"
                                + " tables is taken from this one. Lines that begin with # are comments.")
        Optional<Path> file,

        @Option(
                doc = "Whether the table in 'file' replaces the one that comes with the plugin, instead of adding to"
                        + " it.",
                defaultValue = "false")
        boolean replace,

        @Option(
                doc = "More terms that never count, written as in a table, because the corpus uses them in an older"
                        + " sense or as names: [broadcast, satellite/s].",
                defaultValue = "[]")
        List<String> allow,

        @Option(
                doc = "The language of documents that do not say theirs, as a code or an English name. The plugin has"
                        + " a table for English; in other languages only the terms in 'file' are looked for.",
                defaultValue = "${era.language}")
        String language) {

    public AnachronismOptions {
        Objects.requireNonNull(tier, "tier");
        Objects.requireNonNull(file, "file");
        allow = List.copyOf(allow);
        Objects.requireNonNull(language, "language");
        if (replace && file.isEmpty()) {
            throw new IllegalArgumentException(
                    "'replace: true' needs a table to use instead; set 'file', or leave" + " 'replace' out");
        }
        for (String term : allow) {
            if (term.isBlank() || term.startsWith("/")) {
                throw new IllegalArgumentException("'allow' has a term without a word, '" + term + "'; remove it");
            }
        }
    }
}

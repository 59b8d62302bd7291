// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/** Drops documents of too few or too many words. */
@Extension
@ExtensionSpec(
        name = "length",
        summary = "Keeps documents of at least so many words, and at most so many.",
        options = LengthOptions.class)
public final class LengthFilter implements DocumentFilter {

    private final LengthOptions options;

    @Inject
    public LengthFilter(LengthOptions options) {
        this.options = options;
    }

    @Override
    public Verdict judge(Document document) {
        long words = document.words();
        if (words < options.minWords()) {
            return Verdict.dropped("too short", inWords(words));
        }
        if (options.maxWords().isPresent() && words > options.maxWords().get()) {
            return Verdict.dropped("too long", inWords(words));
        }
        return Verdict.kept();
    }

    private static String inWords(long words) {
        return words == 1 ? "1 word" : words + " words";
    }
}

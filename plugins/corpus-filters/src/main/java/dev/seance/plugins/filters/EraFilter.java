// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/** Keeps the documents that were published in the era's years, in its languages. */
@Extension
@ExtensionSpec(
        name = "era",
        summary = "Keeps documents first published in the years of the era, optionally of some languages only.",
        options = EraOptions.class)
public final class EraFilter implements DocumentFilter {

    private final EraOptions options;
    private final Set<String> languages;

    @Inject
    public EraFilter(EraOptions options) {
        this.options = options;
        this.languages = options.languages().stream()
                .flatMap(language -> Languages.code(language).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Verdict judge(Document document) {
        if (document.year().isEmpty()) {
            return options.undated() == Undated.KEEP
                    ? judgeLanguage(document)
                    : Verdict.dropped("undated", "no year is known; give it one, or set 'undated: keep'");
        }
        int year = document.year().get();
        if (year < options.from()) {
            return Verdict.dropped("before the era", "published " + year);
        }
        if (year > options.to()) {
            return Verdict.dropped("after the era", "published " + year);
        }
        return judgeLanguage(document);
    }

    private Verdict judgeLanguage(Document document) {
        String language = document.language();
        if (languages.isEmpty() || language.isBlank()) {
            return Verdict.kept();
        }
        // What cannot be made out is no language that was asked for.
        boolean wanted = Languages.code(language).filter(languages::contains).isPresent();
        return wanted ? Verdict.kept() : Verdict.dropped("another language", "in " + language.replaceAll("\\s+", " "));
    }
}

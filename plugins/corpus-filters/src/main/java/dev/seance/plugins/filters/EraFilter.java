// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.kit.text.CatalogueDate;
import dev.seance.kit.text.LanguageCodes;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/** Keeps the documents that were published in the era's years, in its languages. */
@Extension
@ExtensionSpec(
        name = "era",
        summary = "Keeps documents first published in the years of the era, optionally of some languages only; flags or"
                + " drops reprints.",
        options = EraOptions.class)
public final class EraFilter implements DocumentFilter {

    private final EraOptions options;
    private final Set<String> languages;

    @Inject
    public EraFilter(EraOptions options) {
        this.options = options;
        this.languages = options.languages().stream().map(LanguageCodes::of).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Verdict judge(Document document) {
        return dateProblem(document)
                .or(() -> languageProblem(document.language()))
                .orElseGet(() -> judgeReprint(document));
    }

    private Optional<Verdict> dateProblem(Document document) {
        if (document.year().isEmpty()) {
            return options.undated() == Undated.KEEP
                    ? Optional.empty()
                    : dropped("undated", "no year is known; give it one, or set 'undated: keep'");
        }
        int year = document.year().get();
        if (year < options.from()) {
            return dropped("before the era", "published " + year);
        }
        if (year > options.to()) {
            return dropped("after the era", "published " + year);
        }
        return options.dates() == Dates.STRICT ? rangeProblem(document) : Optional.empty();
    }

    /** Whether the catalogue's date, which may say more than the year, may also mean a year outside the era. */
    private Optional<Verdict> rangeProblem(Document document) {
        String written = document.attributes().getOrDefault(Document.DATE, "");
        if (written.isBlank()) {
            return Optional.empty();
        }
        String shown = "dated " + written.strip().replaceAll("\\s+", " ");
        Optional<CatalogueDate> date = CatalogueDate.parse(written);
        if (date.isEmpty()) {
            return dropped("unclear date", shown);
        }
        boolean within = date.get().from() >= options.from() && date.get().to() <= options.to();
        return within ? Optional.empty() : dropped("perhaps outside the era", shown);
    }

    private Optional<Verdict> languageProblem(String language) {
        if (languages.isEmpty() || language.isBlank()) {
            return Optional.empty();
        }
        // What cannot be made out is no language that was asked for.
        boolean wanted = languages.contains(LanguageCodes.of(language));
        return wanted ? Optional.empty() : dropped("another language", "in " + language.replaceAll("\\s+", " "));
    }

    private Verdict judgeReprint(Document document) {
        Optional<String> sign = ReprintSigns.find(document);
        if (sign.isEmpty()) {
            return Verdict.kept();
        }
        if (options.reprints() == Reprints.DROP) {
            return Verdict.dropped("reprint", sign.get().replaceAll("\\s+", " "));
        }
        return sign.get().equals(document.attributes().get(ReprintSigns.REPRINT))
                ? Verdict.kept()
                : Verdict.changed(document.withAttribute(ReprintSigns.REPRINT, sign.get()), "flagged as a reprint");
    }

    private static Optional<Verdict> dropped(String reason, String detail) {
        return Optional.of(Verdict.dropped(reason, detail));
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.language;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.kit.text.LanguageCodes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/**
 * Keeps documents in some languages, by their text: catalogues are wrong about languages, or leave them out. Languages are
 * told apart by their function words (Ingle 1976; Grefenstette 1995), which misread letters leave enough of.
 */
@Extension
@ExtensionSpec(
        name = "language",
        summary = "Keeps documents in some languages, judged by their text, whatever the catalogue says.",
        options = LanguageOptions.class)
public final class LanguageFilter implements DocumentFilter {

    /** With fewer words than this in any language a text is too short, or too noisy, to be dropped for its language. */
    private static final int FEWEST_WORDS = 50;

    private final LanguageOptions options;
    private final List<String> kept;
    private final FunctionWords words;

    @Inject
    public LanguageFilter(LanguageOptions options) {
        this.options = options;
        this.kept = options.codes();
        this.words = FunctionWords.of(options.file());
        for (String code : kept) {
            if (!words.languages().contains(code)) {
                throw new IllegalArgumentException("there are no function words of " + LanguageCodes.name(code)
                        + " (have: "
                        + words.languages().stream().map(LanguageCodes::name).collect(Collectors.joining(", "))
                        + "); give some in 'file'");
            }
        }
    }

    @Override
    public Verdict judge(Document document) {
        LanguageCount.Shares shares = shares(document);
        if (shares.total() < FEWEST_WORDS || shares.share(kept) >= options.minShare()) {
            return Verdict.kept();
        }
        Map.Entry<String, Long> most = shares.most().orElseThrow();
        String asked = kept.stream().map(LanguageCodes::name).collect(Collectors.joining(" or "));
        if (kept.contains(most.getKey())) {
            return Verdict.dropped(
                    "several languages",
                    String.format(Locale.ROOT, "%.2f of its words in %s", shares.share(kept), asked));
        }
        return Verdict.dropped(
                "in " + LanguageCodes.name(most.getKey()),
                String.format(
                        Locale.ROOT,
                        "%.2f of its words in %s, %.2f in %s",
                        (double) most.getValue() / shares.total(),
                        LanguageCodes.name(most.getKey()),
                        shares.share(kept),
                        asked));
    }

    LanguageCount.Shares shares(Document document) {
        LanguageCount count = new LanguageCount(words);
        for (Page page : document.pages()) {
            count.read(page.text());
        }
        return count.finish();
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import dev.seance.kit.text.LanguageCodes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds in texts what is of a time after an era, by the tables of their languages. Safe for use by several threads. */
final class Detector {

    private final int to;
    private final boolean replace;
    private final String fallback;
    private final List<Term> more = new ArrayList<>();
    private final Map<String, Rules> byLanguage = new ConcurrentHashMap<>();

    /**
     * @param to the era's last year
     * @param file a table of the user's, added to the plugin's
     * @param replace or in its place
     * @param allow terms that never count
     * @param language that of texts which do not say theirs
     */
    Detector(int to, Optional<Path> file, boolean replace, List<String> allow, String language) {
        this.to = to;
        this.replace = replace;
        this.fallback = LanguageCodes.of(language);
        file.ifPresent(table -> more.addAll(TermTable.read(table)));
        allow.forEach(term -> more.add(new Term(term, 0, Evidence.ALLOW)));
    }

    /** A scan of texts in one language, or "" for the default one; the caller gives it the texts. */
    TextScan scan(String language) {
        Rules rules =
                byLanguage.computeIfAbsent(language.isBlank() ? fallback : LanguageCodes.of(language), this::rules);
        return new TextScan(rules.index(), rules.words(), to);
    }

    private Rules rules(String language) {
        List<Term> terms = new ArrayList<>(replace ? List.of() : TermTable.shipped(language));
        terms.addAll(more);
        return new Rules(new TermIndex(terms, to), YearWords.of(language));
    }

    /** What is looked for in texts of one language. */
    private record Rules(TermIndex index, YearWords words) {}
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.run.UserError;
import dev.seance.kit.text.LanguageCodes;
import dev.seance.kit.text.ListFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the lexicon of each language from one survey, once. Safe for use by several threads. */
final class Lexicons {

    private final String fallback;
    private final Set<Long> more;
    private volatile Made last;

    /**
     * Reads a word list.
     *
     * @param fallback the language of documents that do not say theirs
     * @param words a file of words
     * @throws UserError when it cannot be read
     */
    Lexicons(String fallback, Optional<Path> words) {
        this.fallback = fallback;
        this.more = words.map(Lexicons::read).orElse(Set.of());
    }

    private static Set<Long> read(Path file) {
        Set<Long> forms = new HashSet<>();
        for (ListFile.Line line : ListFile.read(file, "a file of words, divided by blanks or line ends")) {
            for (String form : line.text().strip().split("\\s+")) {
                forms.add(FormHash.finish(FormHash.of(form)));
            }
        }
        return Set.copyOf(forms);
    }

    /** The lexicon that goes with a document's language. */
    Lexicon of(FormCounts counts, String language) {
        Made made = last;
        if (made == null || made.counts() != counts) {
            made = new Made(counts, new ConcurrentHashMap<>());
            last = made;
        }
        String code = LanguageCodes.of(language.isBlank() ? fallback : language);
        LanguageRules rules = LanguageRules.of(code);
        // All languages without rules share one, for there may be many in a library.
        return made.byLanguage()
                .computeIfAbsent(rules == LanguageRules.NONE ? "" : code, any -> new Lexicon(counts, rules, more));
    }

    /** What was made from one survey. */
    private record Made(FormCounts counts, Map<String, Lexicon> byLanguage) {}
}

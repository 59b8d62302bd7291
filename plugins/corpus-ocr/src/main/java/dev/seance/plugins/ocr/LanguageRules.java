// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.plugins.ocr.Confusions.Confusion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What is known of one language apart from its words. It comes from the folder of resources named by the language's code;
 * a language without one has no rules, and nothing that needs them is done to its documents. Immutable.
 *
 * @param confusions what recognition confuses
 * @param lookalikes hashes of words that look like a misreading of a commoner one and are none
 * @param singles letters that are words
 * @param afterI hashes of words that follow the word that recognition reads as the digit 1, in English "I"
 */
record LanguageRules(Confusions confusions, Set<Long> lookalikes, Set<Long> singles, Set<Long> afterI) {

    private static final Map<String, LanguageRules> READ = new ConcurrentHashMap<>();

    static final LanguageRules NONE = new LanguageRules(new Confusions(List.of()), Set.of(), Set.of(), Set.of());

    /** The rules of a language, as an ISO 639-1 code; {@link #NONE} where there are none. */
    static LanguageRules of(String language) {
        return READ.computeIfAbsent(language, LanguageRules::read);
    }

    private static LanguageRules read(String language) {
        if (!language.matches("[a-z]{2,3}") || LanguageRules.class.getResource(language + "/confusions.txt") == null) {
            return NONE;
        }
        List<Confusion> confusions = lines(language + "/confusions.txt", Confusion::parse);
        return new LanguageRules(
                new Confusions(confusions),
                forms(language + "/lookalikes.txt"),
                forms(language + "/singles.txt"),
                forms(language + "/after-i.txt"));
    }

    private static Set<Long> forms(String resource) {
        Set<Long> forms = new HashSet<>();
        for (String line : lines(resource, Function.identity())) {
            for (String form : line.strip().split("\\s+")) {
                forms.add(FormHash.finish(FormHash.of(form)));
            }
        }
        return Set.copyOf(forms);
    }

    private static <T> List<T> lines(String resource, Function<String, T> parse) {
        try (InputStream in = LanguageRules.class.getResourceAsStream(resource);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How transcribers' credits and notes begin, and how books say when they were first published, as regular expressions by
 * language. Those in English hold for every text, for transcribers write English in books of any language.
 *
 * @param credits what a paragraph about the transcription begins with
 * @param notes what a transcriber's note begins with, or is headed
 * @param first stands before the year of the first edition
 * @param copyright stands before the year of a copyright
 */
record GutenbergWords(Pattern credits, Pattern notes, Pattern first, Pattern copyright) {

    private static final String ENGLISH = "en";

    private static final Map<String, List<String>> CREDITS = Map.of(
            ENGLISH,
            List.of(
                    "(?:this )?(?:e-?(?:book|text)|file|edition|text|html version) (?:was )?(?:produced|prepared|created|transcribed|scanned|typed) (?:by|from)\\b",
                    "(?:produced|transcribed|scanned|digiti[sz]ed|typed|proofed|proofread|e-text prepared) (?:and \\w+ )?(?:by|from the)\\b",
                    "(?:this )?(?:etext|e-text|ebook) prepared by\\b",
                    "\\(?this (?:file|book|e-?(?:book|text)) was (?:produced|made|created)\\b",
                    "images? of the original (?:pages|book)\\b",
                    "note: (?:project gutenberg|images of the original)"));

    private static final Map<String, List<String>> NOTES = Map.of(
            ENGLISH,
            List.of(
                    "transcriber['\u2019]?s?['\u2019]? ?(?:end)? ?-?notes?\\b",
                    "transcription notes?\\b",
                    "note(?:s from| by|s by| from) the transcriber\\b",
                    "(?:e-?text|ebook) (?:editor|transcriber|producer)['\u2019]?s?['\u2019]? notes?\\b"),
            "fr",
            List.of(
                    "notes? (?:au lecteur de ce fichier|de (?:la )?transcription|d[ue]s? transcripteurs?|sur la transcription)"),
            "de",
            List.of("(?:anmerkung(?:en)?|hinweise?) (?:zur|der|des) transkri(?:ption|bent)\\w*"),
            "es",
            List.of("notas? (?:de la|del) transcri(?:pci\u00f3n|ptor)"),
            "it",
            List.of("not[ae] (?:del|di) trascri(?:ttore|zione)"),
            "nl",
            List.of("opmerking(?:en)? van de (?:bewerker|transcribent)"));

    private static final Map<String, List<String>> FIRST = Map.of(
            ENGLISH,
            List.of("(?:first|originally) (?:published|printed|issued|edition)\\b"),
            "fr",
            List.of("(?:premi\u00e8re \u00e9dition|publi\u00e9 pour la premi\u00e8re fois)"),
            "de",
            List.of("(?:erste auflage|erstausgabe|erstmals (?:erschienen|ver\u00f6ffentlicht))"));

    private static final Map<String, List<String>> COPYRIGHT =
            Map.of(ENGLISH, List.of("\\bcopyright(?:ed)?\\b", "\u00a9", "\\bact of congress,? in the year\\b"));

    /** The words of English and of a language. */
    static GutenbergWords of(String language) {
        return new GutenbergWords(
                pattern(CREDITS, language),
                pattern(NOTES, language),
                pattern(FIRST, language),
                pattern(COPYRIGHT, language));
    }

    private static Pattern pattern(Map<String, List<String>> words, String language) {
        String all = Stream.of(ENGLISH, language)
                .distinct()
                .flatMap(each -> words.getOrDefault(each, List.of()).stream())
                .collect(Collectors.joining("|"));
        return Pattern.compile(all, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}

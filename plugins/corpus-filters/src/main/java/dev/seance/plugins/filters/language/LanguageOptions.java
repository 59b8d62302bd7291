// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.language;

import dev.seance.api.plugin.Option;
import dev.seance.kit.text.LanguageCodes;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The options of {@link LanguageFilter}. */
public record LanguageOptions(
        @Option(
                doc = "The language to keep, as a code or an English name: en, eng or English.",
                defaultValue = "${era.language}")
        String language,

        @Option(doc = "More languages to keep.", defaultValue = "[]")
        List<String> also,

        @Option(
                doc = "The least fraction of a document's words that must be in a kept language, of those in stretches"
                        + " whose language can be told. Passages of another language are quoted in many books.",
                defaultValue = "0.6",
                min = 0,
                max = 1)
        double minShare,

        @Option(
                doc =
                        "A UTF-8 file with the function words of more languages, or other ones of those that come with the"
                                + " plugin: a language a line, 'eo: la kaj de en al'. Lines that begin with # are comments.")
        Optional<Path> file) {

    public LanguageOptions {
        Objects.requireNonNull(language, "language");
        also = List.copyOf(also);
        Objects.requireNonNull(file, "file");
        code(language);
        also.forEach(LanguageOptions::code);
    }

    /** The codes of the languages to keep. */
    List<String> codes() {
        return Stream.concat(Stream.of(language), also.stream())
                .map(LanguageOptions::code)
                .toList();
    }

    private static String code(String language) {
        String code = LanguageCodes.of(language);
        if (code.isEmpty()) {
            throw new IllegalArgumentException(
                    "language '" + language + "' is unknown; write an ISO 639 code or an English name, such as en");
        }
        return code;
    }
}

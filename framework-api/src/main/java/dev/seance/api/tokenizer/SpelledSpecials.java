// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.tokenizer;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds special tokens that a text spells out. */
final class SpelledSpecials {

    private SpelledSpecials() {}

    static int[] encode(Vocabulary vocabulary, String text) {
        if (vocabulary.specials().isEmpty()) {
            return vocabulary.encode(text);
        }
        IntStream.Builder ids = IntStream.builder();
        int from = 0;
        // The first alternative that fits wins, so the longer spellings come first.
        Matcher spelled = Pattern.compile(vocabulary.specials().keySet().stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|")))
                .matcher(text);
        while (spelled.find()) {
            IntStream.of(vocabulary.encode(text.substring(from, spelled.start())))
                    .forEach(ids);
            ids.add(vocabulary.specials().get(spelled.group()));
            from = spelled.end();
        }
        IntStream.of(vocabulary.encode(text.substring(from))).forEach(ids);
        return ids.build().toArray();
    }
}

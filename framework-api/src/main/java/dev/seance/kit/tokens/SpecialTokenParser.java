// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.tokens;

import dev.seance.api.tokenizer.Vocabulary;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Parses text in which special tokens are spelled out. */
public final class SpecialTokenParser {

    private SpecialTokenParser() {}

    /**
     * The tokens of a text in which special tokens are spelled out; each spelling becomes that token, and the text between
     * is encoded by itself. Where two spellings begin at one place, the longer counts. Only for text that its caller wrote
     * or checked: whoever can spell a marker here can speak in any role.
     */
    public static int[] encode(Vocabulary vocabulary, String text) {
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

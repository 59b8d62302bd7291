// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

import dev.seance.api.run.UserError;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * The names under which llama.cpp knows split patterns. It knows no pattern that has no name, so a vocabulary with another
 * one would silently come to other ids there.
 */
enum SplitNames {
    /** Numbers in threes. A piece that is a token is that token, whatever the merges say. */
    LLAMA("llama-bpe"),
    /** The same pattern where merges alone decide. */
    SMAUG("smaug-bpe"),
    /** The same pattern with every digit by itself; merges alone decide. */
    QWEN("qwen2"),
    /** Numbers as long as they are. */
    GPT2("gpt-2");

    private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";

    /** Spellings that cut the same pieces: of Llama 3 and its kin, and of nanochat. The quantifier of digits is open. */
    private static final List<String> GPT4 = List.of(
            CONTRACTIONS
                    + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}#| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}#| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+");

    private static final List<String> GPT2_SPELLINGS = List.of(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            "'s|'t|'re|'ve|'m|'ll|'d| ?[\\p{L}]+| ?[\\p{N}]+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            "'(?:[sdmt]|ll|ve|re)| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++|\\s++$|\\s+(?!\\S)|\\s");

    private final String published;

    SplitNames(String published) {
        this.published = published;
    }

    /**
     * The name of a pattern.
     *
     * @param regex as {@code tokenizer.json} has it
     * @param tokensAreThemselves whether every token's text is encoded as that token; asked only where it decides
     * @throws UserError when llama.cpp has none
     */
    static String of(String regex, BooleanSupplier tokensAreThemselves) {
        if (GPT2_SPELLINGS.contains(regex)) {
            return GPT2.published;
        }
        if (isGpt4(regex, "{1,3}")) {
            return (tokensAreThemselves.getAsBoolean() ? LLAMA : SMAUG).published;
        }
        if (isGpt4(regex, "") || isGpt4(regex, "{1,1}")) {
            return QWEN.published;
        }
        throw new UserError("llama.cpp has no name for the split pattern of this vocabulary, " + regex
                + ", and would come to other ids; it knows those of split: llama3, of gpt2, and of gpt4 with digits: 1 or 3."
                + " Train with one of these, or export to a format that takes the pattern along");
    }

    private static boolean isGpt4(String regex, String digits) {
        return GPT4.stream().anyMatch(spelling -> spelling.replace("#", digits).equals(regex));
    }

    /** The pieces of a pattern by the name in a file, as llama.cpp's documentation of patterns spells them. */
    static Pattern pattern(String published) {
        String regex =
                switch (published) {
                    case "llama-bpe", "smaug-bpe" -> GPT4.get(0).replace("#", "{1,3}");
                    case "qwen2" -> GPT4.get(0).replace("#", "");
                    case "gpt-2" -> GPT2_SPELLINGS.get(0);
                    default -> throw new IllegalArgumentException("no pattern is named '" + published + "'");
                };
        return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
    }
}

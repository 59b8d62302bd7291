// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The spellings under which the patterns that have a name are found in other people's files. */
public final class PublishedPatterns {

    /** As {@code tiktoken} has it since 2024: other quantifiers, and white space at the end in one piece. */
    static final String CL100K = "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+"
            + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++$|\\s*[\\r\\n]|\\s+(?!\\S)|\\s";

    public static final String GPT2 =
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    static final String WHITESPACE = " ?\\S+|\\s+(?!\\S)|\\s+";

    /** The same pieces as {@link #GPT2}: OpenAI's own, and {@code tiktoken}'s. */
    private static final List<String> GPT2_TOO = List.of(
            GPT2,
            "'s|'t|'re|'ve|'m|'ll|'d| ?[\\p{L}]+| ?[\\p{N}]+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            "'(?:[sdmt]|ll|ve|re)| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++|\\s++$|\\s+(?!\\S)|\\s");

    private PublishedPatterns() {}

    /** The spelling of rustbpe and nanochat. */
    static String nanochat(int digits) {
        return "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1," + digits + "}"
                + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+";
    }

    /** The spelling of Llama 3 and its kin, and of cl100k_base in its first years. */
    public static String llama(String limit) {
        return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}" + limit
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }

    /** The pattern with this spelling. */
    static Optional<SplitPattern.PreTokenizer> find(String regex) {
        if (GPT2_TOO.contains(regex)) {
            return Optional.of(new SplitPattern.PreTokenizer(SplitPattern.GPT2, 0, regex));
        }
        if (regex.equals(WHITESPACE)) {
            return Optional.of(new SplitPattern.PreTokenizer(SplitPattern.WHITESPACE, 0, regex));
        }
        if (regex.equals(llama("{1,3}"))) {
            return Optional.of(new SplitPattern.PreTokenizer(SplitPattern.LLAMA3, 3, regex));
        }
        if (regex.equals(CL100K)) {
            return Optional.of(new SplitPattern.PreTokenizer(SplitPattern.GPT4, 3, regex));
        }
        // Qwen's has no limit in braces: every digit is a piece.
        return IntStream.rangeClosed(1, SplitPattern.MAX_DIGITS)
                .filter(digits -> regex.equals(nanochat(digits))
                        || regex.equals(llama("{1," + digits + "}"))
                        || (digits == 1 && regex.equals(llama(""))))
                .mapToObj(digits -> new SplitPattern.PreTokenizer(SplitPattern.GPT4, digits, regex))
                .findFirst();
    }
}

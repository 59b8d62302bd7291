// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.UserError;
import dev.seance.plugins.bpe.BpeOptions;
import dev.seance.plugins.bpe.RandomTexts;
import dev.seance.plugins.bpe.model.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SplitPatternTest {

    /** Copied from the places named; not made of the parts that the code makes them of. */
    static Stream<Arguments> published() {
        return Stream.of(
                Arguments.of(
                        "Llama 3's tokenizer.json, and tiktoken's cl100k_base before 2024",
                        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                        SplitPattern.LLAMA3,
                        3),
                Arguments.of(
                        "Qwen 2's tokenizer.json",
                        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                        SplitPattern.GPT4,
                        1),
                Arguments.of(
                        "rustbpe",
                        "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+",
                        SplitPattern.GPT4,
                        3),
                Arguments.of(
                        "nanochat",
                        "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,2}| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+",
                        SplitPattern.GPT4,
                        2),
                Arguments.of(
                        "tiktoken's cl100k_base",
                        "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++$|\\s*[\\r\\n]|\\s+(?!\\S)|\\s",
                        SplitPattern.GPT4,
                        3),
                Arguments.of(
                        "GPT-2",
                        "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
                        SplitPattern.GPT2,
                        0),
                Arguments.of(
                        "tiktoken's gpt2",
                        "'(?:[sdmt]|ll|ve|re)| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++|\\s++$|\\s+(?!\\S)|\\s",
                        SplitPattern.GPT2,
                        0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("published")
    void knowsPublishedSpellings(String where, String regex, SplitPattern pattern, int digits) {
        SplitPattern.PreTokenizer split = SplitPattern.PreTokenizer.of(regex);
        assertThat(split).isEqualTo(new SplitPattern.PreTokenizer(pattern, digits, regex));
        assertThat(split.fast()).isTrue();
    }

    /** The spelling is understood as it stands, but for what programs read differently and its sense makes clear. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("published")
    void cutsAsThePublishedSpellingSays(String where, String regex, SplitPattern pattern, int digits) {
        PieceScanner literal = RegexScanner.of(regex.replace("{1,3}+", "{1,3}").replace("$", "\\z"));
        PieceScanner scanner = SplitPattern.PreTokenizer.of(regex).scanner();
        for (long seed = 1; seed <= 10_000; seed++) {
            String text = new RandomTexts(seed).next();
            assertThat(GptScannerTest.pieces(text, scanner))
                    .as("seed %d", seed)
                    .isEqualTo(GptScannerTest.pieces(text, literal));
        }
    }

    @Test
    void anythingElseIsARegularExpression() {
        SplitPattern.PreTokenizer split = SplitPattern.PreTokenizer.of("\\w+");
        assertThat(split).isEqualTo(new SplitPattern.PreTokenizer(SplitPattern.REGEX, 0, "\\w+"));
        assertThat(split.fast()).isFalse();
        assertThat(GptScannerTest.pieces("a_b, c", split.scanner())).containsExactly("a_b", ", ", "c");
        assertThat(split.scanner().lastCut("a b c".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 5))
                .isEqualTo(-1);
    }

    @Test
    void optionsSayWhatDoesNotGoTogether() {
        assertThat(options(SplitPattern.REGEX, 3, "\\w+").splitting().regex()).isEqualTo("\\w+");
        assertThat(options(SplitPattern.REGEX, 3, PublishedPatterns.GPT2)
                        .splitting()
                        .fast())
                .isTrue();
        assertThatThrownBy(() -> options(SplitPattern.REGEX, 3, ""))
                .isInstanceOf(UserError.class)
                .hasMessage("split regex needs a regular expression; set pattern, or set split to another one");
        assertThatThrownBy(() -> options(SplitPattern.REGEX, 3, "a**"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "split pattern, character 3, at '*': this repeats a repetition; write (?:...) around the first");
        assertThatThrownBy(() -> options(SplitPattern.GPT2, 3, "a"))
                .isInstanceOf(UserError.class)
                .hasMessage("pattern is 'a', but split is gpt2; leave pattern out, or set split to regex");
        assertThatThrownBy(() -> options(SplitPattern.WHITESPACE, 2, ""))
                .isInstanceOf(UserError.class)
                .hasMessage("split whitespace has no limit of digits, but digits is 2;"
                        + " leave digits out, or set split to gpt4");
    }

    private static BpeOptions options(SplitPattern split, int digits, String pattern) {
        return new BpeOptions(500, split, digits, ByteOrder.VALUE, BpeOptions.DEFAULT.specialTokens(), 1, 0, pattern);
    }

    @Test
    void cutsAsItsNameSays() {
        String text = "It's  12345 o'clock,\n\n \"John\".\t 'tis ";
        assertThat(cut(SplitPattern.GPT2, text))
                .containsExactly(
                        "It", "'s", " ", " 12345", " o", "'", "clock", ",", "\n\n", " \"", "John", "\".", "\t", " '",
                        "tis", " ");
        assertThat(cut(SplitPattern.WHITESPACE, text))
                .containsExactly("It's", " ", " 12345", " o'clock,", "\n\n", " \"John\".", "\t", " 'tis", " ");
        assertThat(cut(SplitPattern.GPT4, text))
                .containsExactly(
                        "It", "'s", " ", " ", "123", "45", " o", "'clock", ",\n\n", " \"", "John", "\".", "\t", " '",
                        "tis", " ");
    }

    private static List<String> cut(SplitPattern pattern, String text) {
        return GptScannerTest.pieces(text, new SplitPattern.PreTokenizer(pattern, 3).scanner());
    }
}

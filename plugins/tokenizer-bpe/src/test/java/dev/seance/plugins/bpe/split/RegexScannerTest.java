// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.icu.text.UnicodeSet;
import dev.seance.api.run.UserError;
import dev.seance.plugins.bpe.RandomTexts;
import dev.seance.plugins.bpe.regex.RegexParser;
import dev.seance.plugins.bpe.unicode.CharacterSet;
import dev.seance.plugins.bpe.unicode.UnicodeCategories;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexScannerTest {

    private static List<String> pieces(String pattern, String text) {
        return GptScannerTest.pieces(text, RegexScanner.of(pattern));
    }

    /** What {@code java.util.regex} finds, and what is between. */
    private static List<String> expected(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        List<String> pieces = new ArrayList<>();
        int before = 0;
        while (matcher.find()) {
            if (matcher.end() > matcher.start()) {
                if (matcher.start() > before) {
                    pieces.add(text.substring(before, matcher.start()));
                }
                pieces.add(matcher.group());
                before = matcher.end();
            }
        }
        if (before < text.length()) {
            pieces.add(text.substring(before));
        }
        return pieces;
    }

    @Test
    void refusesPatternsThatAreNestedTooDeep() {
        for (String open : List.of("(", "(?:", "[", "(?=")) {
            assertThatThrownBy(() -> RegexScanner.of(open.repeat(100_000)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("nested more than 250 deep");
        }
        String deep = "(".repeat(200) + "a" + ")".repeat(200);
        assertThat(GptScannerTest.pieces("aba", RegexScanner.of(deep))).containsExactly("a", "b", "a");
    }

    @Test
    void findsWhatJavasRegularExpressionsFind() {
        int compared = 0;
        for (long seed = 1; seed <= 8_000; seed++) {
            Random random = new Random(seed);
            String pattern = pattern(random, 2);
            RegexScanner scanner;
            try {
                scanner = RegexScanner.of(pattern);
            } catch (UserError e) {
                assertThat(e.getMessage()).as(pattern).contains("nothing but empty text");
                continue;
            }
            compared++;
            for (int i = 0; i < 5; i++) {
                String text = random.ints(random.nextInt(10), 0, 4)
                        .mapToObj(c -> List.of("a", "b", "é", "語").get(c))
                        .reduce("", String::concat);
                assertThat(GptScannerTest.pieces(text, scanner))
                        .as("seed %d: %s in %s", seed, pattern, text)
                        .isEqualTo(expected(pattern, text));
            }
        }
        assertThat(compared).isGreaterThan(6_000);
    }

    /** A pattern of all the things there are. What may be empty is not repeated: Java does not always take that back. */
    private static String pattern(Random random, int depth) {
        String result = "";
        for (int parts = 1 + random.nextInt(3); parts > 0; parts--) {
            String part =
                    switch (random.nextInt(depth == 0 ? 5 : 11)) {
                        case 0 -> "[ab]";
                        case 1 -> "[^a]";
                        case 2 -> "é";
                        case 3 -> "(?i:B)";
                        case 4 -> "[語-誠b&&[^b]]";
                        case 5 -> "(?=" + pattern(random, depth - 1) + ")";
                        case 6 -> "(?!" + pattern(random, depth - 1) + ")";
                        case 7 -> "(?>" + pattern(random, depth - 1) + ")";
                        case 8 -> "(?:" + pattern(random, depth - 1) + "|" + pattern(random, depth - 1) + ")";
                        case 9 -> "(?:" + pattern(random, depth - 1) + ")";
                        default -> random.nextInt(4) == 0 ? "\\z" : "a";
                    };
            result += part + (isEmptyNever(part) ? quantifier(random) : "");
        }
        return random.nextInt(6) == 0 ? result + "|b" : result;
    }

    private static boolean isEmptyNever(String pattern) {
        return RegexParser.parse(pattern + "|a{9}").minLength() > 0;
    }

    private static String quantifier(Random random) {
        return switch (random.nextInt(14)) {
            case 0 -> "*";
            case 1 -> "+";
            case 2 -> "?";
            case 3 -> "*?";
            case 4 -> "+?";
            case 5 -> "??";
            case 6 -> "*+";
            case 7 -> "++";
            case 8 -> "?+";
            case 9 -> "{2}";
            case 10 -> "{1,3}";
            case 11 -> "{1,3}?";
            case 12 -> "{2,}";
            default -> "";
        };
    }

    @ParameterizedTest
    @CsvSource({"LLAMA3, 3", "GPT4, 1", "GPT4, 2", "GPT2, 0", "WHITESPACE, 0"})
    void agreesWithThePatternsOwnScanner(SplitPattern pattern, int digits) {
        SplitPattern.PreTokenizer split = new SplitPattern.PreTokenizer(pattern, digits);
        RegexScanner slow = RegexScanner.of(split.regex().replaceAll("(\\{1,\\d\\})\\+", "$1"));
        for (long seed = 1; seed <= 10_000; seed++) {
            String text = new RandomTexts(seed).next();
            assertThat(GptScannerTest.pieces(text, slow))
                    .as("seed %d", seed)
                    .isEqualTo(GptScannerTest.pieces(text, split.scanner()));
        }
    }

    /** GPT-4o's, as its tokenizer.json has it. */
    @Test
    void cutsAsGpt4oDoes() {
        String o200k =
                "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re"
                        + "|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*"
                        + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
        assertThat(pieces(o200k, "Mr. Chatterbox's McDonald ISN'T 1837/\n"))
                .containsExactly("Mr", ".", " Chatterbox's", " Mc", "Donald", " ISN'T", " ", "183", "7", "/\n");
    }

    @Test
    void textBetweenMatchesIsAPiece() {
        assertThat(pieces("b+", "aabbcb")).containsExactly("aa", "bb", "c", "b");
        assertThat(pieces("x*", "abxx")).containsExactly("ab", "xx");
        assertThat(pieces("x", "ab")).containsExactly("ab");
    }

    @Test
    void propertiesAreThoseOfThePinnedUnicodeVersion() {
        for (String name : UnicodeCategories.load().names()) {
            CharacterSet ours = UnicodeCategories.load().find(name).orElseThrow();
            UnicodeSet theirs = new UnicodeSet("[:" + name + ":]");
            for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
                if (ours.contains(c) != theirs.contains(c)) {
                    assertThat(ours.contains(c)).as("U+%04X in %s", c, name).isEqualTo(theirs.contains(c));
                }
            }
        }
        // A letter since Unicode 16, which no JDK before 24 knows.
        assertThat(pieces("\\p{L}+", "\u1c89!")).containsExactly("\u1c89", "!");
    }

    @Test
    void noTextIsTooLongForIt() {
        String text = "ab".repeat(500_000);
        byte[] bytes = java.util.Arrays.copyOf(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 1_000_064);
        assertThat(RegexScanner.of("(?:a|b)+").next(bytes, 0, 1_000_000)).isEqualTo(1_000_000);
        assertThat(RegexScanner.of("(?:a|b)+?\\z").next(bytes, 0, 1_000_000)).isEqualTo(1_000_000);
    }

    @Test
    void saysWhenAPatternTakesForever() {
        assertThatThrownBy(() -> pieces("(?:a+)+b", "é" + "a".repeat(60)))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "split pattern: more than 10000000 ways were tried to match the text at '" + "a".repeat(40)
                                + "'; write the pattern without repetitions inside repetitions, or make the inner ones possessive (a++)");
    }

    @Nested
    class Refuses {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a(",
                    "a)",
                    "[a",
                    "[]",
                    "a**",
                    "*a",
                    "a{2,1}",
                    "a{x}",
                    "a{9999}",
                    "\\",
                    "\\q",
                    "\\p{Greek}",
                    "\\p{L",
                    "(?<=a)b",
                    "(?<!a)b",
                    "\\bword",
                    "^a",
                    "a$",
                    "a{1,2}+",
                    "a{2}?",
                    "(a*)*",
                    "(?:)+",
                    "(?m)a",
                    "a(?i)b",
                    "[[:alpha:]]",
                    "[a--b]",
                    "[b-a]",
                    "[a-\\d]",
                    "[a&&b]",
                    "\\x{110000}",
                    "\\u12",
                    "",
                    "a{0}",
                    "(?=a)",
                    "(?<n",
                    "(?:(?:a{1000}){1000}){1000}"
                })
        void whatIsWrongOrReadDifferently(String pattern) {
            assertThatThrownBy(() -> RegexScanner.of(pattern))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith("split pattern");
        }

        @Test
        void withThePlaceAndTheWayOut() {
            assertThatThrownBy(() -> RegexScanner.of("\\p{L}+|\\bx"))
                    .hasMessage(
                            "split pattern, character 8, at '\\bx': \\b looks at the text before a piece, and pieces are"
                                    + " found without it; write what the piece itself begins with");
            assertThatThrownBy(() -> RegexScanner.of("ab|(c"))
                    .hasMessage("split pattern, character 4, at '(c': this ( has no )");
            assertThatThrownBy(() -> RegexScanner.of("\\s++$"))
                    .hasMessage(
                            "split pattern, character 5, at '$': programs differ about what $ is; write \\z for the end of"
                                    + " the text, (?=\\n|\\z) for the end of a line, or \\$ for the character");
        }
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.plugins.bpe.RandomTexts;
import dev.seance.plugins.bpe.unicode.CharacterClasses;
import dev.seance.plugins.bpe.unicode.Utf8Text;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class GptScannerTest {

    private final CharacterClasses classes = CharacterClasses.load();

    public static List<String> pieces(String text, PieceScanner scanner) {
        Utf8Text utf8 = new Utf8Text();
        utf8.set(text);
        int[] ends = new int[utf8.length() + BlockMasks.SIZE];
        int count = scanner.scan(utf8.bytes(), 0, utf8.length(), ends);
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < utf8.length(); ) {
            int next = scanner.next(utf8.bytes(), from, utf8.length());
            assertThat(next).isGreaterThan(from).isLessThanOrEqualTo(utf8.length());
            assertThat(ends[pieces.size()]).as("piece %d", pieces.size()).isEqualTo(next);
            pieces.add(new String(utf8.bytes(), from, next - from, java.nio.charset.StandardCharsets.UTF_8));
            from = next;
        }
        assertThat(pieces).hasSize(count);
        return pieces;
    }

    private List<String> llama3(String text) {
        return pieces(text, SplitPattern.LLAMA3.scanner(3));
    }

    @ParameterizedTest
    @CsvSource({"LLAMA3, 3", "GPT4, 1", "GPT4, 2", "GPT4, 3", "GPT4, 9", "GPT2, 3", "WHITESPACE, 3"})
    void findsThePiecesOfItsRegularExpression(SplitPattern pattern, int digits) {
        // U makes \s mean White_Space and i fold as Unicode does, as in the engines that run these patterns elsewhere.
        Pattern regex = Pattern.compile("(?U)" + pattern.regex(digits));
        PieceScanner scanner = pattern.scanner(digits);
        for (long seed = 1; seed <= 10_000; seed++) {
            String text = assignedIn(new RandomTexts(seed).next());
            List<String> expected = new ArrayList<>();
            Matcher matcher = regex.matcher(text);
            while (matcher.find()) {
                expected.add(matcher.group());
            }
            assertThat(pieces(text, scanner)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    /** Java's regular expressions know the letters of Java's Unicode version only. */
    private String assignedIn(String text) {
        return text.codePoints()
                .filter(c -> Character.isLetter(c) == (classes.of(c) == CharacterClasses.LETTER))
                .filter(c -> isNumber(c) == (classes.of(c) == CharacterClasses.NUMBER))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isNumber(int c) {
        int type = Character.getType(c);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    @Nested
    class Cuts {
        @Test
        void contractionsInEitherCaseAndWithLongS() {
            assertThat(llama3("it's IT'LL he'ſ o'clock 'tis"))
                    .containsExactly("it", "'s", " IT", "'LL", " he", "'ſ", " o", "'clock", " '", "tis");
        }

        @Test
        void digitsInThrees() {
            assertThat(llama3("In 1837, 12345")).containsExactly("In", " ", "183", "7", ",", " ", "123", "45");
        }

        @Test
        void digitsInTwos() {
            assertThat(pieces("1837", SplitPattern.GPT4.scanner(2))).containsExactly("18", "37");
        }

        @Test
        void spaceBeforeAWordGoesWithTheWord() {
            assertThat(llama3("a   b\n\n  c  ")).containsExactly("a", "  ", " b", "\n\n", " ", " c", "  ");
        }

        @Test
        void noBreakSpaceAndNextLineAreWhiteSpace() {
            assertThat(llama3("!\u00a0\u0085!")).containsExactly("!", "\u00a0", "\u0085", "!");
        }
    }

    @Test
    void readsItsPatternsBackFromTheirSpelling() {
        SplitPattern.PreTokenizer split = new SplitPattern.PreTokenizer(SplitPattern.GPT4, 2);
        assertThat(SplitPattern.PreTokenizer.of(split.regex())).isEqualTo(split);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordDiffTest {

    @Test
    void showsWhatWasRejoinedWithWordsAround() {
        assertThat(WordDiff.lines("on the prin ciples of\nthe thing", "on the principles of the thing"))
                .containsExactly("on the [-prin ciples-] {+principles+} of the thing");
    }

    @Test
    void showsNothingOfTheSameWords() {
        assertThat(WordDiff.lines("a  b\nc", "a b c ")).isEmpty();
        assertThat(WordDiff.lines("", " ")).isEmpty();
    }

    @Test
    void leavesOutWhatIsFarFromAnyDifference() {
        String many = IntStream.range(0, 100).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
        assertThat(WordDiff.lines("x " + many + " y", many))
                .containsExactly("[-x-] w0 w1 w2 w3 w4 w5 w6 w7", "w92 w93 w94 w95 w96 w97 w98 w99 [-y-]");
    }

    @Test
    void bothTextsCanBeReadOffIt() {
        long seed = System.nanoTime();
        for (long i = seed; i < seed + 500; i++) {
            Random random = new Random(i);
            String before = text(random);
            String after = text(random);
            String line = String.join(" ", WordDiff.lines(before, after));
            if (before.equals(after)) {
                assertThat(line).as("seed %d", i).isEmpty();
            } else {
                assertThat(read(line, "\\{\\+[^+]*\\+}", "\\[-|-]"))
                        .as("seed %d", i)
                        .isEqualTo(before);
                assertThat(read(line, "\\[-[^-]*-]", "\\{\\+|\\+}"))
                        .as("seed %d", i)
                        .isEqualTo(after);
            }
        }
    }

    /** Short enough for every word to be shown. */
    private static String text(Random random) {
        return IntStream.range(0, random.nextInt(8))
                .mapToObj(i -> List.of("a", "b", "c").get(random.nextInt(3)))
                .collect(Collectors.joining(" "));
    }

    private static String read(String line, String others, String marks) {
        return line.replaceAll(others, "")
                .replaceAll(marks, "")
                .replaceAll(" +", " ")
                .strip();
    }
}

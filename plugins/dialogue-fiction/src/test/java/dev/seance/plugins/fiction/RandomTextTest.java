// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Document;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any text at all: nothing is said in it that does not stand in it, and it takes no more than its time. */
class RandomTextTest {

    private static final FictionOptions ANY = new FictionOptions(1, 100_000, 100_000, 2, 0);

    private static final List<String> FRAGMENTS = List.of(
            "\"Yes, I will,\"",
            "\"Then let us go.\"",
            "\"Is it \"late\" there?\"",
            "“It is late,”",
            "‘It isn’t the dogs’ dinner,’",
            "'Oh, never!'",
            "\"",
            "\"",
            "\"",
            "“",
            "”",
            "‘",
            "’",
            "'",
            "\n\n",
            "\n\n",
            "\n",
            " ",
            ",",
            ".",
            "?",
            "!",
            "—",
            "--",
            ":",
            ";",
            "_",
            "[",
            "]",
            "(",
            ")",
            "said Hester",
            "he said",
            "Mary rose",
            "The old man sighed",
            "she went on",
            "to herself",
            "Mr. Hart",
            "was Mary's answer",
            "When they came",
            "I will",
            "Yes",
            "not",
            "Tom",
            "'tis",
            "dogs'",
            "CHAPTER II",
            "* * *",
            "HESTER. ",
            "Tom: ",
            "Q. ",
            "A. ",
            "ACT I",
            "[Exit.]",
            "é",
            "\uD83D\uDE00",
            "\uD83D",
            "42");

    @Test
    void turnsStandInTheTextWordForWord() {
        int turns = 0;
        for (int seed = 0; seed < 1500; seed++) {
            String text = randomText(new Random(seed), 400);
            for (Dialogue dialogue : read(text)) {
                String[] place = dialogue.origin().place().split("[ -]");
                String found = text.substring(Integer.parseInt(place[1]), Integer.parseInt(place[2]));
                for (Turn turn : dialogue.turns()) {
                    assertThat(isWithin(letters(turn.text()), letters(found)))
                            .as("seed %d: '%s' in '%s'", seed, turn.text(), found)
                            .isTrue();
                    turns++;
                }
            }
        }
        assertThat(turns).isGreaterThan(1000);
    }

    /** Each is a text that some reader of quotation marks would read again and again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\" b ",
                "\"A,\" b ",
                "\"A, ",
                "\"A,\n\n",
                "“a ",
                "'A ",
                "\"Ah,\" he said, ",
                "\"Yes, Mary, Mary.\"\n\n",
                "\"Yes,\" said Tom.\n\n",
                "Mary ",
                "a\n\n",
                "[ ",
                "( ",
                "Tom: [ ",
                "\nTom. Yes, [\n",
                ". ",
                " ",
                "CHAPTER ",
                "\" ",
                "“A ”B "
            })
    void longTextsTakeTimeInProportion(String part) {
        read(part.repeat(2000));
        Duration small = best(part.repeat(500));
        Duration large = best(part.repeat(4_000));
        assertThat(large)
                .as("8 times as much as %s", small)
                .isLessThan(small.multipliedBy(24).plusMillis(200));
    }

    private static Duration best(String text) {
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 2; i++) {
            long start = System.nanoTime();
            read(text);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            best = took.compareTo(best) < 0 ? took : best;
        }
        return best;
    }

    private static List<Dialogue> read(String text) {
        return new FictionExtractor(ANY)
                .extract(Document.of("random", text).build())
                .toList();
    }

    /** Whether one text is the other with parts left out. */
    private static boolean isWithin(String part, String whole) {
        int at = 0;
        for (int i = 0; i < whole.length() && at < part.length(); i++) {
            at += whole.charAt(i) == part.charAt(at) ? 1 : 0;
        }
        return at == part.length();
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\d]", "");
    }

    private static String randomText(Random random, int fragments) {
        List<String> text = new ArrayList<>();
        for (int i = random.nextInt(fragments); i >= 0; i--) {
            text.add(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
        }
        return String.join(random.nextBoolean() ? " " : "", text);
    }
}

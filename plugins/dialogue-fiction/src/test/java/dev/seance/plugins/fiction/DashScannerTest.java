// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DashScannerTest {

    private static final String TALK = """
            —Is the boat ready? asked Hester.

            —It has been ready since noon, said the captain with a yawn. He looked at the tide.

            —Then let us go, said she, before the wind turns.

            —That was the last bell.
            """;

    private static List<String> spans(String text) {
        return new DashScanner(text, Paragraph.of(text))
                .scan().stream()
                        .map(span -> text.substring(span.start(), span.end()).strip())
                        .toList();
    }

    private static int count(String text) {
        return new DashScanner(text, Paragraph.of(text)).count();
    }

    @Test
    void endsSpeechWhereAClauseSaysWhoseItIs() {
        assertThat(spans(TALK))
                .containsExactly(
                        "Is the boat ready?",
                        "It has been ready since noon,",
                        "Then let us go,",
                        "before the wind turns.",
                        "That was the last bell.");
    }

    @Test
    void takesSentencesBehindAClauseForSpeechWhereTheySpeakOfIAndYou() {
        assertThat(spans("—Yes, said he. I will come.\n")).containsExactly("Yes,", "I will come.");
        assertThat(spans("—Yes, said he. The door closed.\n")).containsExactly("Yes,");
    }

    @Test
    void isABooksWayToPrintSpeechOrIsLeftAlone() {
        assertThat(count(TALK)).as("four paragraphs").isZero();
        assertThat(count((TALK + "\n").repeat(3))).isEqualTo(12);
        String list = IntStream.range(0, 40)
                .mapToObj(number -> "—Volume " + number + ", with an index.")
                .collect(Collectors.joining("\n\n"));
        assertThat(count(list)).as("a list").isZero();
    }

    @Test
    void becomesPairs() {
        List<List<String>> pairs = Scene.texts(Scene.readAlone((TALK + "\n").repeat(4)));
        assertThat(pairs).contains(List.of("Is the boat ready?", "It has been ready since noon."));
    }
}

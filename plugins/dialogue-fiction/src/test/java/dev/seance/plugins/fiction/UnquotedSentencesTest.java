// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UnquotedSentencesTest {

    @Test
    void withoutAQuotationAreAll() {
        assertThat(opening("I met him by the gate. He was alone.")).isEqualTo("I met him by the gate. He was alone.");
        assertThat(ending("I met him by the gate. He was alone.")).isEqualTo("I met him by the gate. He was alone.");
    }

    @Test
    void areTheWholeOnesBeforeAndBehind() {
        String text = "I met him by the gate. He cried, 'Go away from here.' Then he left. I followed him.";
        assertThat(opening(text)).isEqualTo("I met him by the gate.");
        assertThat(ending(text)).isEqualTo("Then he left. I followed him.");
    }

    @Test
    void haveNothingOfASentenceThatTheQuotationIsIn() {
        String text = "'Go away from here,' said he to me, and so I went.";
        assertThat(opening(text)).isEmpty();
        assertThat(ending(text)).isEmpty();
    }

    @Test
    void ofSeveralQuotationsAreBeforeTheFirstAndBehindTheLast() {
        String text =
                "Listen. 'Who is there?' asked Tom. Nobody spoke. 'Who is there?' asked he again. It was the cat.";
        assertThat(opening(text)).isEqualTo("Listen.");
        assertThat(ending(text)).isEqualTo("It was the cat.");
    }

    /** Of any text they are parts of it that overlap nothing, and it never fails. */
    @Test
    void arePartsOfAnyText() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            String text = random.ints(1 + random.nextInt(60), 0, 9)
                    .mapToObj(c -> String.valueOf("Ab '.!? \u2019".charAt(c)))
                    .collect(Collectors.joining());
            UnquotedSentences found = UnquotedSentences.of(text, spans(text));
            for (List<Span> part : List.of(found.opening(), found.ending())) {
                int end = 0;
                for (Span span : part) {
                    assertThat(span.start()).as(text).isBetween(end, text.length());
                    assertThat(span.end()).as(text).isBetween(span.start(), text.length());
                    end = span.end();
                }
            }
        }
    }

    private static String opening(String text) {
        return inWords(text, UnquotedSentences.of(text, spans(text)).opening());
    }

    private static String ending(String text) {
        return inWords(text, UnquotedSentences.of(text, spans(text)).ending());
    }

    private static String inWords(String text, List<Span> spans) {
        return spans.stream()
                .map(span -> text.substring(span.start(), span.end()))
                .collect(Collectors.joining("|"));
    }

    private static List<Span> spans(String text) {
        return List.of(new Span(0, text.length(), 0, false, true));
    }
}

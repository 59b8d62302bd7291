// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {

    private final Refusals refusals = Refusals.of("English").orElseThrow();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            You have the advantage of me, sir. I never heard of such a thing. | true
            I'm sorry, but I can't help with that.                            | true
            Upon my word, I do not know.                                      | true
            I know nothing of bees, sir.                                      | true
            The flue wants sweeping, sir, and the wood is damp.               | false
            I know nothing better than a good fire.                           | false
            I can tell you that, sir.                                         | false
            ''                                                                | false
            """)
    void tellsRefusals(String text, boolean refuses) {
        assertThat(refusals.isRefusal(reply(text))).isEqualTo(refuses);
    }

    @Test
    void looksAtTheBeginningAlone() {
        String long21 =
                "one two three four five six seven eight nine ten one two three four five six seven eight nine ten";
        assertThat(refusals.isRefusal(reply(long21 + " I do not know."))).isFalse();
        assertThat(refusals.isRefusal(reply("I do not know. " + long21))).isTrue();
    }

    @Test
    void hasNothingInOtherLanguages() {
        assertThat(Refusals.of("German")).isEmpty();
    }

    private static Reply reply(String text) {
        return new Reply(new Question(List.of("Why?"), new Topic(List.of()), ""), List.of(), text, true);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.plugins.fiction.Attribution.Manner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    said he.                                | he
                    said Mrs. Hart, rising                  | Mrs. Hart
                    she answered.                           | she
                    quietly answered the old keeper.        | the old keeper
                    replied the keeper smiling              | the keeper
                    cried Colonel Hart to his men.          | Colonel Hart
                    Hester whispered                        | Hester
                    The landlord again declared that it was | the landlord
                    """)
    void readsWhoSpeaksOffTheWordsAfter(String narration, String speaker) {
        assertThat(Attribution.after(narration)).map(Attribution::speaker).contains(new Speaker(speaker));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    It rained. Then Hester said,            | Hester
                    He answered, with a bow:                | he
                    The old man replied—                    | the old man
                    """)
    void readsWhoSpeaksOffTheWordsBefore(String narration, String speaker) {
        assertThat(Attribution.before(narration)).map(Attribution::speaker).contains(new Speaker(speaker));
    }

    @Test
    void findsNobodyInPlainNarration() {
        assertThat(Attribution.after("The door was shut.")).isEmpty();
        assertThat(Attribution.before("The door was shut.")).isEmpty();
    }

    @Test
    void tellsHowItIsSaid() {
        assertThat(Attribution.after("replied Tom.")).map(Attribution::manner).contains(Manner.ANSWERED);
        assertThat(Attribution.after("he went on.")).map(Attribution::manner).contains(Manner.CONTINUED);
        assertThat(Attribution.after("thought Tom.")).map(Attribution::manner).contains(Manner.UNSPOKEN);
        assertThat(Attribution.after("said Tom to himself."))
                .map(Attribution::manner)
                .contains(Manner.UNSPOKEN);
    }

    @Test
    void knowsThatTwoPronounsMayBeTwoPeople() {
        assertThat(new Speaker("he").isSurely(new Speaker("he"))).isFalse();
        assertThat(new Speaker("I").isSurely(new Speaker("I"))).isTrue();
        assertThat(new Speaker("Mary Hart").isSurely(new Speaker("Miss Hart"))).isTrue();
        assertThat(new Speaker("he").mayBe(new Speaker("she"))).isFalse();
        assertThat(new Speaker("he").mayBe(new Speaker("Mary"))).isTrue();
    }
}

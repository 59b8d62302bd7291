// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.plugins.fiction.Cast.Match;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CastTest {

    private final Cast cast = Cast.of("""
            The boat came in, and Zuleika put down her lamp. Old Zuleika had lost her ring, and nobody but Zuleika knew where
            she had looked. So Thorold took his hat. Nobody saw Thorold, for he was quick; and when Thorold wanted his supper
            there was none. The Fords came, for Mr. Ford and Mrs. Ford went everywhere.
            So did Mr. Hart, but nobody saw Mr. Hart, and nobody asked for Mr. Hart.
            """);

    @ParameterizedTest
    @CsvSource({
        "Mary, Mary, SAME",
        "Mary, Hester, DIFFERENT",
        "Mary Hart, Miss Hart, SAME",
        "Mr. Hart, Mrs. Hart, DIFFERENT",
        "Tom Hart, Mary Hart, DIFFERENT",
        "Mr. Hart, Hart, SAME",
        "Ford, Mrs. Ford, DIFFERENT",
        "Ford, Mr. Ford, SAME",
        "Ford, she, DIFFERENT",
        "the other, the other, UNKNOWN",
        "a voice, a voice, UNKNOWN",
        "the old man, the man, SAME",
        "the old man, Hart, UNKNOWN",
        "the old man, Mary, DIFFERENT",
        "he, she, DIFFERENT",
        "he, he, UNKNOWN",
        "I, I, SAME",
        "I, he, DIFFERENT",
        "he, Tom, UNKNOWN",
        "he, Mary, DIFFERENT",
        "he, the landlady, DIFFERENT",
        "he, Zuleika, DIFFERENT",
        "she, Zuleika, UNKNOWN",
        "she, Thorold, DIFFERENT",
        "'', Mary, UNKNOWN"
    })
    void comparesTwoMentions(String one, String other, Match match) {
        assertThat(cast.compare(new Speaker(one), new Speaker(other))).isEqualTo(match);
        assertThat(cast.compare(new Speaker(other), new Speaker(one))).isEqualTo(match);
    }

    @Test
    void knowsOnlyPeopleByName() {
        assertThat(cast.knows(new Speaker("Zuleika"))).isTrue();
        assertThat(cast.knows(new Speaker("Somewhere"))).isFalse();
        assertThat(cast.gender(new Speaker("Somewhere"))).isEqualTo(Gender.UNKNOWN);
    }
}

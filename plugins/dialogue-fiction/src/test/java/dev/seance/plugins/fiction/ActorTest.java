// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActorTest {

    private final Cast cast = Cast.of("So Hester took her lamp, and Mr. Hart went out.");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Hester rose.                        | Hester
                    Mr. Hart took his hat.              | Mr. Hart
                    He sat down.                        | he
                    But she laughed.                    | she
                    The old man sighed.                 | the old man
                    The door opened.                    | unnamed
                    Quebec was far away.                | unnamed
                    It was late.                        | unnamed
                    """)
    void findsWhoActsInASentence(String narration, String actor) {
        assertThat(Actor.first(narration, cast)).hasToString(actor);
        assertThat(Actor.last("It rained. " + narration, cast)).hasToString(actor);
    }

    @Test
    void looksForTheLastOneWhoActs() {
        assertThat(Actor.lastKnown("Hester rose. Mr. Hart sat down. It was late.", cast))
                .hasToString("Mr. Hart");
        assertThat(Actor.last("Hester rose. Mr. Hart sat down. It was late.", cast))
                .hasToString("unnamed");
    }
}

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
                    hazarded Mary.                          | Mary
                    she hazarded.                           | she
                    said Reggie St Cloud.                   | Reggie St Cloud
                    she heard Mary say.                     | Mary
                    Tom heard her whisper.                  | she
                    was Mary's short answer.                | Mary
                    came his reply.                         | he
                    """)
    void readsWhoSpeaksOffTheWordsAfter(String narration, String speaker) {
        assertThat(Attribution.after(narration, true)).map(Attribution::speaker).contains(new Speaker(speaker));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    It rained. Then Hester said,            | Hester
                    He answered, with a bow:                | he
                    The old man replied—                    | the old man
                    Mrs. Hart said,                         | Mrs. Hart
                    """)
    void readsWhoSpeaksOffTheWordsBefore(String narration, String speaker) {
        assertThat(Attribution.before(narration)).map(Attribution::speaker).contains(new Speaker(speaker));
    }

    @Test
    void findsNobodyInPlainNarration() {
        assertThat(Attribution.after("The door was shut.", false)).isEmpty();
        assertThat(Attribution.before("The door was shut.")).isEmpty();
        assertThat(Attribution.after("Mary shut the door.", false)).isEmpty();
        assertThat(Attribution.after("These were his words.", false)).isEmpty();
    }

    @Test
    void takesNoVerbForAPartOfSomebodysDescription() {
        assertThat(Attribution.after("and the blow was repeated.", true)).isEmpty();
    }

    @Test
    void tellsHowItIsSaid() {
        assertThat(Attribution.after("replied Tom.", true))
                .map(Attribution::manner)
                .contains(Manner.ANSWERED);
        assertThat(Attribution.after("Tom broke in.", true))
                .map(Attribution::manner)
                .contains(Manner.ANSWERED);
        assertThat(Attribution.after("said Tom.", true))
                .map(Attribution::manner)
                .contains(Manner.SPOKEN);
        assertThat(Attribution.before("She looked at the sea, and then she went on."))
                .map(Attribution::manner)
                .contains(Manner.CONTINUED);
        assertThat(Attribution.before("He was tempted to say,"))
                .map(Attribution::manner)
                .contains(Manner.UNSPOKEN);
        assertThat(Attribution.after("Tom reflected.", true))
                .map(Attribution::manner)
                .contains(Manner.UNSPOKEN);
        assertThat(Attribution.after("he went on.", true))
                .map(Attribution::manner)
                .contains(Manner.CONTINUED);
        assertThat(Attribution.after("thought Tom.", true))
                .map(Attribution::manner)
                .contains(Manner.UNSPOKEN);
        assertThat(Attribution.before("She gave him a look that plainly said,"))
                .map(Attribution::manner)
                .contains(Manner.UNSPOKEN);
        assertThat(Attribution.after("said Tom to himself.", true))
                .map(Attribution::manner)
                .contains(Manner.UNSPOKEN);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    @Test
    void isNoneBetweenTwoParagraphsOfSpeech() {
        assertThat(last("\"The boat is in.\"\n\n\"The tide is out.\"")).isEmpty();
    }

    @Test
    void isHowItIsSaid() {
        assertThat(last("\"It is in,\" she said.\n\n\"It is out,\" Hester went on."))
                .containsExactly(Signal.CONTINUED);
        assertThat(last("\"It is in,\" she said.\n\n\"It is out,\" replied Hester."))
                .containsExactly(Signal.ANSWERED);
    }

    @Test
    void isWhatIsSaid() {
        assertThat(last("\"Is it in?\"\n\n\"It is out.\"")).containsExactly(Signal.QUESTION);
        assertThat(last("\"It is in.\"\n\n\"Well, it is out.\"")).containsExactly(Signal.REPLY);
        assertThat(last("\"Is it in?\"\n\n\"No, it is out.\""))
                .containsExactly(Signal.QUESTION, Signal.REPLY, Signal.YES_OR_NO);
    }

    @Test
    void isReportedSpeech() {
        String reported = "\"It is in.\"\n\n\"They were sure that she had gone out.\"";
        assertThat(last(reported)).containsExactly(Signal.REPORTED);
        assertThat(last(reported + " said Tom.")).isEmpty();
        assertThat(last(reported.replace("They", "We"))).isEmpty();
    }

    @Test
    void isTheNarrationBetween() {
        assertThat(last("\"It is in,\" said Tom.\n\nMary sat.\n\n\"It is out.\""))
                .containsExactly(Signal.GESTURE);
        assertThat(last("\"It is in,\" said Tom.\n\nMary nodded.\n\n\"It is out.\""))
                .containsExactly(Signal.GESTURE, Signal.REPLY_TOLD);
        assertThat(last("\"It is in.\"\n\nThe tall clock in the hall struck the hour.\n\n\"It is out.\""))
                .containsExactly(Signal.SHORT_GAP, Signal.GESTURE);
        assertThat(last("\"It is in.\"\n\nSo the clock struck. \"It is out.\"")).containsExactly(Signal.LEAD);
        assertThat(last("\"It is in.\"\n\nWhen they had dined: \"It is out.\""))
                .containsExactly(Signal.LEAD, Signal.LATER);
        assertThat(last("\"It is in.\" \"It is out.\"")).containsExactly(Signal.MARKS_MEET);
    }

    @Nested
    class Turns {

        @Test
        void alternateWhereTheLastButOneSpeaksAgain() {
            assertThat(last("\"It is in,\" said Tom.\n\n\"It is out.\"\n\n\"It is in,\" said Tom."))
                    .containsExactly(Signal.ALTERNATES);
        }

        @Test
        void areOutOfTurnOnlyWhereNarrationLetsSomebodyGoOn() {
            assertThat(last("\"It is in,\" said Tom.\n\n\"It is out.\"\n\n\"It is in,\" said Mary."))
                    .isEmpty();
            assertThat(
                            last(
                                    "\"It is in,\" said Tom.\n\n\"It is out.\"\n\nThe clock struck.\n\n\"It is in,\" said Mary."))
                    .containsExactlyInAnyOrder(Signal.OUT_OF_TURN, Signal.GESTURE);
        }
    }

    @Nested
    class Habits {

        private static final String STRICT = "\"It is in,\" said Tom.\n\n\"It is out,\" said Mary.\n\n";
        private static final String CARELESS = "\"It is in,\" said Tom.\n\n\"It is out,\" said Tom.\n\n";

        @Test
        void areThoseOfABook() {
            assertThat(habit(STRICT.repeat(20)).plain()).isGreaterThan(1.3);
            assertThat(habit(CARELESS.repeat(20)).plain()).isLessThan(0.1);
            assertThat(habit("").plain()).isCloseTo(1, within(1e-9));
        }

        @Test
        void ofPlainAndOfNarratedNeighboursAreTwo() {
            String narrated =
                    "\"It is in,\" said Tom. The tall clock in the hall struck the hour of nine.\n\n\"It is out,\""
                            + " said Tom.\n\nCHAPTER II\n\n";
            assertThat(habit(narrated.repeat(20)).narrated()).isLessThan(0.5);
            assertThat(habit(narrated.repeat(20)).plain()).isCloseTo(1, within(1e-9));
        }

        private static Habit habit(String page) {
            return Habit.of(utterances(page), Cast.of(page));
        }
    }

    private static Set<Signal> last(String page) {
        List<Utterance> utterances = utterances(page);
        return new Evidence(utterances, Cast.of(page)).at(utterances.size() - 1);
    }

    private static List<Utterance> utterances(String page) {
        List<Paragraph> paragraphs = Paragraph.of(page);
        return new UtteranceReader(page, paragraphs, Cast.of(page))
                .read(new SpanScanner(page, QuoteMarks.DOUBLE, paragraphs).scan());
    }
}

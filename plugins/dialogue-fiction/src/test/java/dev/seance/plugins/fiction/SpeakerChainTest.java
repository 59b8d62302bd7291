// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpeakerChainTest {

    private static final List<String> BESIDE = List.of(
            "",
            "",
            " said Hester.",
            " said Mr. Hart.",
            " she said.",
            " he said.",
            " replied Hester.",
            " The clock struck.");

    private static final List<String> SAID =
            List.of("The boat is in.", "Is it late?", "No, it is not.", "Come, Hester, look.", "Yes, sir, I see it.");

    private static final List<String> BETWEEN =
            List.of("\n\n", "\n\n", "\n\n", "\n\nHester rose and shut the door.\n\n", "\n\nSo Mr. Hart took his hat. ");

    @Test
    void takesTurns() {
        assertThat(chain("\"The boat is in.\"\n\n\"The tide is out.\"").other(1))
                .isGreaterThan(0.9);
    }

    @Test
    void hearsOnePersonWhereOneNameIsSaid() {
        SpeakerChain chain = chain("\"The boat is in,\" said Hester.\n\n\"The tide is out,\" said Hester.");
        assertThat(chain.other(1)).isLessThan(0.6);
    }

    @Test
    void learnsFromANameThreeTurnsLater() {
        String talk =
                "\"One is in,\" said Hester.\n\nThe clock struck the hour and the wind fell.\n\n\"Two are in.\"\n\n\"Three.\"\n\n";
        double asHester = chain(talk + "\"Four are in,\" said Hester.").other(1);
        double asTom = chain(talk + "\"Four are in,\" said Tom.").other(1);
        assertThat(asHester).isLessThan(asTom);
    }

    @Test
    void takesThePersonNamedLastForAPronoun() {
        String talk =
                "\"The boat is in,\" said Hester.\n\n%s put down her lamp by the window.\n\n\"The tide is out,\" she said.";
        assertThat(chain(talk.formatted("Then Miss Hart")).other(1))
                .isGreaterThan(chain(talk.formatted("Then Hester")).other(1));
    }

    @Test
    void takesBothWhoCallSomebodySirForOne() {
        String talk =
                "\"The boat is in, sir.\"\n\nThe clock struck the hour and the wind fell.\n\n\"The tide is out%s.\"";
        assertThat(chain(talk.formatted(", sir")).other(1))
                .isLessThan(chain(talk.formatted("")).other(1));
    }

    @Test
    void knowsNothingAcrossAChapter() {
        assertThat(chain("\"The boat is in.\"\n\nCHAPTER II\n\n\"The tide is out.\"")
                        .other(1))
                .isZero();
    }

    /** The sums over the chain are those over all ways to share a talk out, as long as no utterance is forgotten. */
    @Test
    void agreesWithTheSumOverAllWaysToShareATalkOut() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            String page = talk(random, 2 + random.nextInt(Grouping.MEMORY));
            Talk talk = Talk.of(page);
            SpeakerChain chain = talk.chain();
            for (int i = 1; i < talk.utterances.size(); i++) {
                assertThat(chain.other(i))
                        .as("seed %d, utterance %d of%n%s", seed, i, page)
                        .isCloseTo(talk.other(i), within(1e-9));
            }
        }
    }

    @Test
    void givesProbabilitiesForAnyTalk() {
        Random random = new Random(3);
        Talk talk = Talk.of(talk(random, 3000));
        SpeakerChain chain = talk.chain();
        for (int i = 0; i < talk.utterances.size(); i++) {
            assertThat(chain.other(i)).isBetween(0.0, 1.0);
            assertThat(chain.back(i)).isBetween(0.0, 1.0);
        }
    }

    private static String talk(Random random, int turns) {
        StringBuilder page = new StringBuilder();
        for (int i = 0; i < turns; i++) {
            page.append('"').append(one(SAID, random)).append('"').append(one(BESIDE, random));
            page.append(one(BETWEEN, random));
        }
        return page.toString();
    }

    private static String one(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static SpeakerChain chain(String page) {
        return Talk.of(page).chain();
    }

    /** A talk, and the same model of it by brute force. */
    private record Talk(List<Utterance> utterances, List<Set<Signal>> signals, Habit habit, Cast cast) {

        static Talk of(String page) {
            Cast cast =
                    Cast.of(page + " Hester took her lamp. Then Miss Hart took her shawl. Nobody saw Tom, for he hid.");
            List<Paragraph> paragraphs = Paragraph.of(page);
            List<Utterance> utterances = new UtteranceReader(page, paragraphs, cast)
                    .read(new SpanScanner(page, QuoteMarks.DOUBLE, paragraphs).scan());
            Evidence evidence = new Evidence(utterances, cast);
            List<Set<Signal>> signals = new ArrayList<>();
            for (int i = 0; i < utterances.size(); i++) {
                signals.add(i == 0 ? EnumSet.noneOf(Signal.class) : evidence.at(i));
            }
            return new Talk(utterances, signals, Habit.of(utterances, cast), cast);
        }

        SpeakerChain chain() {
            return new SpeakerChain(utterances, signals, habit, cast);
        }

        double other(int number) {
            double[] sums = new double[2];
            share(new int[utterances.size()], 1, 1, 0, number, sums);
            return sums[1] / (sums[0] + sums[1]);
        }

        private void share(int[] speakers, int next, int count, double score, int number, double[] sums) {
            if (next == speakers.length) {
                sums[speakers[number] == speakers[number - 1] ? 0 : 1] += Math.exp(score);
                return;
            }
            for (int speaker = 0; speaker <= count; speaker++) {
                speakers[next] = speaker;
                share(
                        speakers,
                        next + 1,
                        Math.max(count, speaker + 1),
                        score + turn(speakers, next, count) + clues(speakers, next, count),
                        number,
                        sums);
            }
        }

        private double turn(int[] speakers, int next, int count) {
            int last = speakers[next - 1];
            int partner = -1;
            for (int i = next - 2; i >= 0 && partner < 0; i--) {
                partner = speakers[i] == last ? -1 : speakers[i];
            }
            if (speakers[next] == last) {
                double sum = SpeakerChain.GOES_ON
                        - Math.log(habit.factor(utterances.get(next).gap()));
                for (Signal signal : signals.get(next)) {
                    sum += signal.goesOn();
                }
                return sum;
            }
            if (speakers[next] < count) {
                return speakers[next] == partner ? 0 : SpeakerChain.RETURNS;
            }
            return partner < 0
                    ? 0
                    : SpeakerChain.ENTERS
                            + (Evidence.isPlain(utterances.get(next).gap()) ? 0 : SpeakerChain.ENTERS_AFTER_NARRATION);
        }

        private double clues(int[] speakers, int next, int count) {
            double sum = 0;
            for (int speaker = 0; speaker < count; speaker++) {
                for (int i = next - 1; i >= 0; i--) {
                    if (speakers[i] == speaker && SpeakerClues.has(utterances.get(i))) {
                        for (Clue clue : new SpeakerClues(cast).between(utterances.get(i), utterances.get(next))) {
                            sum += speakers[next] == speaker ? clue.same() : clue.other();
                        }
                        break;
                    }
                }
            }
            return sum;
        }
    }
}

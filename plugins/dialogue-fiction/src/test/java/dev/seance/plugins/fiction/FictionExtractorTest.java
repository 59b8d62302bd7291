// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.Document;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.DialogueExtractor;
import dev.seance.api.dialogue.DialogueExtractorContract;
import dev.seance.api.run.UserError;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class FictionExtractorTest extends DialogueExtractorContract {

    private static final String CALL = """
            "Is the boat ready?" asked the captain.

            "It has been ready since noon," replied Hester.
            """;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return FictionExtractor.class;
    }

    @Override
    protected DialogueExtractor extractor() {
        return new FictionExtractor(FictionOptions.DEFAULT);
    }

    @Override
    protected List<Document> documents() {
        return List.of(
                Scene.document(CALL),
                Document.of("other", Scene.document(CALL + "\n\n" + CALL).text())
                        .build(),
                Document.of("plain", "There was nobody to speak to, and so nobody spoke.")
                        .build());
    }

    @Nested
    class Pairs {

        @Test
        void areWhatIsSaidAndWhatIsAnswered() {
            assertThat(Scene.texts(Scene.read(CALL)))
                    .containsExactly(List.of("Is the boat ready?", "It has been ready since noon."));
        }

        @Test
        void sayWhereTheyStandAndWhoSpeaks() {
            Dialogue pair = Scene.read(CALL).get(0);
            assertThat(pair.origin().detail()).matches("quality 0\\.9\\d, speakers: the captain; Hester");
            String[] place = pair.origin().place().split("[ -]");
            String found =
                    Scene.document(CALL).text().substring(Integer.parseInt(place[1]), Integer.parseInt(place[2]));
            assertThat(found).startsWith("Is the boat").endsWith("since noon,");
        }

        @Test
        void overlapAlongAConversation() {
            assertThat(Scene.texts(Scene.read("\"First word.\"\n\n\"Second word.\"\n\n\"Third word.\"\n")))
                    .containsExactly(List.of("First word.", "Second word."), List.of("Second word.", "Third word."));
        }

        @Test
        void growToDialoguesOfSeveralTurns() {
            String talk = "\"Word one.\"\n\n\"Word two.\"\n\n\"Word three.\"\n\n\"Word four.\"\n\n\"Word five.\"\n";
            assertThat(Scene.texts(Scene.read(talk, new FictionOptions(1, 300, 100, 4, 0.75))))
                    .containsExactly(
                            List.of("Word one.", "Word two.", "Word three.", "Word four."),
                            List.of("Word four.", "Word five."));
        }

        @Test
        void needTwoSpeakers() {
            assertThat(Scene.read("\"I am tired,\" said Hester.\n\n\"I am very tired,\" said Hester.\n"))
                    .isEmpty();
            assertThat(Scene.read("\"I am tired,\" said Hester.\n\n\"And cold,\" she continued.\n"))
                    .isEmpty();
        }

        @Test
        void areNotMadeAcrossAChapter() {
            assertThat(Scene.read("\"Good night.\"\n\nCHAPTER II\n\n\"Good morning.\"\n"))
                    .isEmpty();
            assertThat(Scene.read("\"Good night.\"\n\n* * *\n\n\"Good morning.\"\n"))
                    .isEmpty();
        }

        @Test
        void areNotMadeAcrossMuchNarration() {
            String narration = "She looked at the sea for a while, ".repeat(4);
            assertThat(Scene.read("\"Good night.\" " + narration + "\n\n\"Good morning,\" replied Tom.\n"))
                    .isEmpty();
        }

        @Test
        void needMoreThanTheConventionAfterAParagraphOfNarration() {
            String between = "\n\nA gust of wind came up the stairs and put out both of the candles.\n\n";
            assertThat(Scene.read("\"Who is there?\"" + between + "\"Hold the door.\"\n"))
                    .isEmpty();
            assertThat(Scene.read("\"Who is there?\" asked Tom." + between + "\"Nobody,\" answered Hester.\n"))
                    .hasSize(1);
            assertThat(Scene.read("\"Who is there?\" asked Tom." + between + "\"Hold the door, Tom.\"\n"))
                    .hasSize(1);
        }

        @Test
        void areNotMadeOfOnesOwnWordsAfterAGesture() {
            assertThat(Scene.read("\"I am tired,\" said Tom.\n\nHester nodded.\n\n\"I am very tired.\"\n"))
                    .isEmpty();
        }

        @Test
        void areKeptByTheirQuality() {
            String talk = "\"Word one is said.\"\n\nThe clock struck.\n\n\"Word two is said.\"\n";
            assertThat(Scene.read(talk, new FictionOptions(1, 300, 100, 2, 0.75)))
                    .isEmpty();
            assertThat(Scene.read(talk, new FictionOptions(1, 300, 100, 2, 0.5)))
                    .hasSize(1);
        }

        @Test
        void keepToTheLengthsAskedFor() {
            FictionOptions options = new FictionOptions(3, 8, 100, 2, 0.75);
            assertThat(Scene.read("\"Who is there?\"\n\n\"Nobody.\"\n", options))
                    .isEmpty();
            assertThat(Scene.read(
                            "\"Who is there?\"\n\n\"Nobody is here at all, and nobody ever was, sir.\"\n", options))
                    .isEmpty();
            assertThat(Scene.read("\"Who is there?\"\n\n\"Nobody at all.\"\n", options))
                    .hasSize(1);
        }

        @Test
        void leaveOutThoughtsAndAsides() {
            assertThat(Scene.read("\"Who is there?\"\n\n\"I must not answer,\" thought Tom.\n"))
                    .isEmpty();
            assertThat(Scene.read("\"Who is there?\"\n\n\"I must hide,\" said Tom to himself.\n"))
                    .isEmpty();
        }
    }

    @Nested
    class Marks {

        @Test
        void mayBeCurlyOrStraightDoubleOrSingle() {
            List<List<String>> expected = Scene.texts(Scene.read(CALL));
            assertThat(Scene.texts(Scene.readWith("“", "”", CALL))).isEqualTo(expected);
            assertThat(Scene.texts(Scene.readWith("‘", "’", CALL))).isEqualTo(expected);
            assertThat(Scene.texts(Scene.readWith("'", "'", CALL))).isEqualTo(expected);
        }

        @Test
        void areToldFromApostrophes() {
            String talk = "\"It isn't the dogs' dinner, 'tis mine,\" said Tom.\n\n\"You're wrong o' course.\"\n";
            assertThat(Scene.texts(Scene.readWith("'", "'", talk)))
                    .containsExactly(List.of("It isn't the dogs' dinner, 'tis mine.", "You're wrong o' course."));
        }

        @Test
        void thatAreLostCostOnlyTheirOwnPair() {
            String talk = "\"Who is there?\n\nNobody answered.\n\n" + CALL;
            assertThat(Scene.read(talk)).hasSize(1);
        }

        @Test
        void aroundTitlesAndSoCalledWordsAreNoSpeech() {
            assertThat(Scene.read("He called it \"art\" and no more.\n\n\"Is it?\" asked Tom.\n"))
                    .isEmpty();
        }
    }

    @Nested
    class Scans {

        private static final String PAGE =
                "\"Is the boat ready?\" \"It has been since noon.\" The wind had risen, and the"
                        + " gulls came in over the roofs. \"Then let us go.\" So they went down to the quay. ";

        @Test
        void haveNoParagraphsSoOnlyMarksAfterMarksAreATurn() {
            assertThat(Scene.texts(new FictionExtractor(FictionOptions.DEFAULT)
                            .extract(Document.of("scan", PAGE.repeat(20)).build())
                            .toList()))
                    .hasSize(20)
                    .containsOnly(List.of("Is the boat ready?", "It has been since noon."));
        }
    }

    @Test
    void refusesLimitsThatNoTurnFits() {
        assertThatThrownBy(() -> new FictionOptions(10, 5, 100, 2, 0.75))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("max-words 5 is below min-words 10");
    }
}

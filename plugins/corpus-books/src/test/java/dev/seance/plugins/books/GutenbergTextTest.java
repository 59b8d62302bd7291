// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GutenbergTextTest {

    private static List<String> lines(String text) {
        return Arrays.asList(text.split("\n", -1));
    }

    private static String body(String file) throws BadBook {
        return String.join("\n", GutenbergFrame.of(lines(file)).body()).strip();
    }

    private static List<Paragraph> cleaned(String text) {
        return new GutenbergNotes(GutenbergWords.of("de")).without(Paragraph.split(lines(text)));
    }

    private static String without(String text) {
        return String.join("|", cleaned(text).stream().map(Paragraph::joined).toList());
    }

    private static String joined(String text) {
        List<Paragraph> paragraphs = Paragraph.split(lines(text));
        Blocks blocks = new Blocks(new BrokenWords(true), size -> {});
        LineJoiner joiner = new LineJoiner(paragraphs, blocks);
        paragraphs.forEach(joiner::add);
        return blocks.text();
    }

    @Nested
    class Frames {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "*** START OF THE PROJECT GUTENBERG EBOOK A TALE ***",
                    "*** START OF THIS PROJECT GUTENBERG EBOOK A TALE ***",
                    "***START OF THE PROJECT GUTENBERG EBOOK A TALE***",
                    "*** Start of the Project Gutenberg EBook 4711 ***",
                    "*** START OF THE PROJECT GUTENBERG EBOOK A VERY LONG\nTALE OF RAIN ***",
                    "*****START OF THIS PROJECT GUTENBERG ETEXT*****",
                    "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*",
                    "*END THE SMALL PRINT! FOR PUBLIC DOMAIN EBOOKS*Ver.02/11/02*END*",
                })
        void startInManySpellings(String start) throws Exception {
            assertThat(body("The Project Gutenberg Etext\n\nPlease read.\n\n" + start + "\n\nIt rained.\n"))
                    .isEqualTo("It rained.");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "*** END OF THE PROJECT GUTENBERG EBOOK A TALE ***",
                    "*** END OF THIS PROJECT GUTENBERG EBOOK A TALE ***",
                    "***END OF THE PROJECT GUTENBERG EBOOK A TALE***",
                    "End of the Project Gutenberg EBook of A Tale, by Ada Pym",
                    "End of Project Gutenberg's A Tale, by Ada Pym",
                    "End of this Project Gutenberg Etext of A Tale",
                    "The End of Project Gutenberg Etext of A Tale",
                    "Ende dieses Projekt Gutenberg Etextes Eine Geschichte",
                    "Fin du Projet Gutenberg: Un conte",
                    "START: FULL LICENSE",
                    "***START**THE SMALL PRINT!**FOR PUBLIC DOMAIN ETEXTS**START***",
                })
        void endInManySpellings(String end) throws Exception {
            assertThat(body(TestGutenberg.HEADER + TestGutenberg.START + "\n\nIt rained.\n\nTHE END\n\n" + end
                            + "\n\nlicence\n*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*\nmore\n"))
                    .isEqualTo("It rained.\n\nTHE END");
        }

        @Test
        void mayHaveTwoMarksBeforeTheText() throws Exception {
            assertThat(body("x\n" + TestGutenberg.START + "\nThe small print.\n*END*THE SMALL PRINT! FOR PUBLIC DOMAIN"
                            + " ETEXTS*END*\nIt rained.\n"))
                    .isEqualTo("It rained.");
        }

        @Test
        void mayHoldSeveralTexts() throws Exception {
            String one = TestGutenberg.of("It rained.");
            assertThat(body(one + one.replace("rained", "poured"))).isEqualTo("It rained.\n\n\nIt poured.");
        }

        @Test
        void doNotEndWhereTheStoryDoes() throws Exception {
            assertThat(body(TestGutenberg.of("The end of the project was near.\n\nEND OF VOL. I.\n\nIt rained.")))
                    .isEqualTo("The end of the project was near.\n\nEND OF VOL. I.\n\nIt rained.");
        }

        @Test
        void withoutAnEndOfTheHeaderAreReported() {
            BadBook bad = catchThrowableOfType(
                    BadBook.class, () -> body("\nThe Project Gutenberg Etext of A Tale\n\nIt rained.\n"));
            assertThat(bad.in("a.txt").where()).isEqualTo("a.txt, line 2");
            assertThat(bad.in("a.txt").reason()).isEqualTo("header without an end");
        }
    }

    @Nested
    class Notes {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Produced by Ada Pym and the Online Distributed\nProofreading Team",
                    "E-text prepared by Ada Pym",
                    "This eBook was produced by Ada Pym",
                    "This etext was prepared by Ada Pym,\nBath",
                    "Transcribed from the 1908 edition by Ada Pym",
                    "Scanned and proofed by Ada Pym",
                    "(This file was produced from images generously made available)",
                    "See http://www.gutenberg.org for more",
                    "Transcriber's Note: spelling has been kept.",
                    "Transcribers Note: spelling has been kept.",
                    "TRANSCRIBER\u2019S NOTES\n\nSpelling has been kept.\n\nSo has this.",
                    "[Transcriber's Note: spelling has been kept.\n\nSo has [this].]",
                    "+-----------------------------+\n| Transcriber's Note: kept.   |\n+-----------------------------+",
                    "Anmerkungen zur Transkription: nichts.",
                    "[Illustration]",
                    "[Illustration: RAIN\n\nOVER BATH]",
                })
        void areLeftOut(String note) {
            assertThat(without("A TALE\n\n\n" + note + "\n\n\nIt rained.")).isEqualTo("A TALE|It rained.");
        }

        @Test
        void endAtARule() {
            assertThat(without("Transcriber's Note: kept.\n\nAnd this.\n\n-----------\n\nA TALE\n\nIt rained."))
                    .isEqualTo("A TALE|It rained.");
        }

        @Test
        void leaveTheStoryAlone() {
            String story =
                    "The cart was produced by Ann.\n\nA note: see the transcriber.\n\n[She goes out.]\n\nBy rain.";
            assertThat(without(story)).isEqualTo(story.replace("\n\n", "|"));
        }

        @Test
        void takeNothingElseFromAParagraphWithAnIllustration() {
            assertThat(without("It [Illustration: rain] rained.\n\n[Illustration: x] It poured."))
                    .isEqualTo("It  rained.|It poured.");
        }

        @Test
        void creditsInTheMiddleOfABookAreItsOwn() {
            String story = "It rained.\n\n".repeat(60) + "Produced by the rain, floods came.\n\n"
                    + "It rained.\n\n".repeat(60);
            assertThat(without(story)).contains("Produced by the rain");
        }
    }

    @Nested
    class Lines {

        private static final String PROSE = TestGutenberg.wrapped(
                "It rained on the old town of Bath and nobody minded it at all. "
                        .repeat(8)
                        .strip(),
                72);

        @Test
        void ofProseAreJoined() {
            assertThat(joined(PROSE)).isEqualTo(PROSE.replace("\n", " "));
        }

        @Test
        void ofProseInANarrowColumnAreJoined() {
            String narrow = TestGutenberg.wrapped(
                    "it rained on the old town and nobody minded. ".repeat(5).strip(), 40);
            assertThat(joined(PROSE + "\n\n    " + narrow.replace("\n", "\n    ")))
                    .endsWith("\n\n" + narrow.replace("\n", " "));
        }

        @Test
        void ofVerseAreKept() {
            String verse = "Rain, rain, go away,\nCome again another day,\nAda wants to play.";
            assertThat(joined(PROSE + "\n\n" + verse)).endsWith("\n\n" + verse);
            assertThat(joined(PROSE
                            + "\n\n   'Rain on the roofs and on the hills of Bath,\n    Rain upon meadow, and on garden"
                            + " path.'"))
                    .endsWith(
                            "\n\n'Rain on the roofs and on the hills of Bath,\nRain upon meadow, and on garden path.'");
        }

        @Test
        void ofLongVerseAreKept() {
            String line = "Over the hills and the towns and the rivers and meadows of Avon it rained";
            String verse = (line + "\n").repeat(5).strip();
            assertThat(joined(PROSE + "\n\n" + verse)).endsWith("\n\n" + verse);
        }

        @Test
        void ofHeadingsAndTitlePagesAreKept() {
            assertThat(joined(PROSE + "\n\nCHAPTER I.\nRAIN\n\n      LONDON:\n  LANE AND COMPANY.\n       1851"))
                    .endsWith("\n\nCHAPTER I.\nRAIN\n\nLONDON:\nLANE AND COMPANY.\n1851");
        }

        @Test
        void ofTablesKeepTheirColumns() {
            assertThat(joined(PROSE + "\n\n  May       12 inches\n  June       3 inches"))
                    .endsWith("\n\nMay       12 inches\nJune       3 inches");
        }

        @Test
        void thatEndInHyphensOrDashesAreJoinedWithoutASpace() {
            String text =
                    "He sat in the old smoking-\nroom and waited for rain, for it always rained in that town, and--\n"
                            + "when it had rained enough for him on that day--he went to the trav-\neller's rest, as a"
                            + " traveller and as the traveler's friend, traveller's";
            assertThat(joined(PROSE + "\n\n" + text))
                    .contains("smoking-room")
                    .contains("and--when")
                    .contains("the traveller's");
        }

        @Test
        void loseMarksOfItalicsAndPages() {
            assertThat(joined("It _rained_ in _Bath\nand_ [Pg 12] in {13} _mis_spelt places.\n"))
                    .isEqualTo("It rained in Bath and in misspelt places.");
        }

        @Test
        void ofAnyProseSurviveWrappingAtAnyWidth() {
            for (int seed = 0; seed < 200; seed++) {
                Random random = new Random(seed);
                StringBuilder words = new StringBuilder("The");
                for (int i = 0; i < 150; i++) {
                    words.append(' ').append("abcdefghij", 0, 1 + random.nextInt(9));
                }
                String text = words.toString();
                assertThat(joined(TestGutenberg.wrapped(text, 55 + random.nextInt(25))))
                        .as("seed " + seed)
                        .isEqualTo(text);
            }
        }
    }

    @Nested
    class FrontMatter {

        private static Optional<FrontMatterYear> year(String text) {
            return FrontMatterYear.of(Paragraph.split(lines(text)), GutenbergWords.of("de"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "A TALE\n\nLONDON:\nLANE & CO.\n1851",
                    "A TALE\n\nLondon: Lane and Co., Oxford Street. 1851",
                    "A TALE\n\nLONDON, 1851.",
                    "A TALE\n\nBath 1851",
                    "A TALE\n\nLANE & CO.\n_MDCCCLI_",
                    "A TALE OF 1815\n\nBath, [1851]",
                })
        void hasTheYearOnATitlePage(String text) {
            assertThat(year(text)).contains(new FrontMatterYear(1851, YearSource.TITLE_PAGE));
        }

        @Test
        void hasTheYearOfTheFirstEdition() {
            assertThat(year("A TALE\n\nLONDON\n1908\n\nFirst published in May 1851. Reprinted 1862."))
                    .contains(new FrontMatterYear(1851, YearSource.FIRST_EDITION));
            assertThat(year("EINE GESCHICHTE\n\nLeipzig 1908\n\nErste Auflage 1851"))
                    .contains(new FrontMatterYear(1851, YearSource.FIRST_EDITION));
        }

        @Test
        void hasACopyright() {
            assertThat(year("A TALE\n\nBoston, 1908\n\nCopyright, 1889, by Ada Pym"))
                    .contains(new FrontMatterYear(1889, YearSource.COPYRIGHT));
            assertThat(year("Entered according to Act of Congress, in the year 1855, by Ada Pym"))
                    .contains(new FrontMatterYear(1855, YearSource.COPYRIGHT));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "A TALE\n\nIt rained in the year 1851.",
                    "THE WAR OF 1812",
                    "A TALE\n\nhe was born at last in 1851",
                    "A TALE\n\nRAIN",
                })
        void hasNoYearInSentencesAndTitles(String text) {
            assertThat(year(text)).isEmpty();
        }

        @Test
        void endsWhereTheStoryBegins() {
            String prose = "It rained. ".repeat(50).strip() + "\n\n";
            assertThat(year("A TALE\n\n" + prose + prose + "Bath, 1851")).isEmpty();
        }
    }
}

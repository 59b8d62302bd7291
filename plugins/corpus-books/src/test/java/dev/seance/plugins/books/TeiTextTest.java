// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Document;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeiTextTest {

    @TempDir
    Path folder;

    private Document document(String tei) throws IOException {
        TestBooks books = new TestBooks(folder);
        books.write("tale.xml", tei);
        return TestBooks.read(new TeiSource(new TeiOptions(folder, "en"), TestBooks.digests(), new TextMemory()))
                .get(0);
    }

    private String text(String body) throws IOException {
        return document(TestTei.of(body)).text();
    }

    @Nested
    class Bodies {

        @Test
        void keepsTheBodyAlone() throws Exception {
            assertThat(text("<p>It rained.</p>")).isEqualTo("It rained.");
        }

        @Test
        void setsParagraphsAndHeadingsApart() throws Exception {
            assertThat(
                            text(
                                    "<div><head>CHAPTER I <hi>Rain</hi></head><p>It\n  rained.</p><p>It <hi>poured</hi>.</p></div>"))
                    .isEqualTo("CHAPTER I Rain\n\nIt rained.\n\nIt poured.");
        }

        @Test
        void readsOlderTagsInUpperCase() throws Exception {
            assertThat(document("<TEI.2><TEIHEADER><FILEDESC><TITLESTMT><TITLE>A Tale</TITLE></TITLESTMT></FILEDESC>"
                            + "</TEIHEADER><TEXT><BODY><DIV1><P>It rained.</P></DIV1></BODY></TEXT></TEI.2>"))
                    .extracting(Document::title, Document::text)
                    .containsExactly("A Tale", "It rained.");
        }

        @Test
        void readsAllTheBodiesOfAGroup() throws Exception {
            assertThat(document(
                                    "<TEI><teiHeader/><text><front><p>x</p></front><group><text><front><p>y</p></front><body>"
                                            + "<p>One.</p></body></text><text><body><p>Two.</p></body></text></group></text></TEI>")
                            .text())
                    .isEqualTo("One.\n\nTwo.");
        }

        @Test
        void leavesNotesAndTheirMarksOut() throws Exception {
            assertThat(text("<p>It rained.<note>In 1851.</note><ref target=\"#n1\">[1]</ref> He sat<ref>*</ref> down,"
                            + " as <ref target=\"#c2\">chapter two</ref> says.</p>"))
                    .isEqualTo("It rained. He sat down, as chapter two says.");
        }

        @Test
        void leavesRunningHeadsFiguresAndDeletionsOut() throws Exception {
            assertThat(text("<p>It <fw>A TALE</fw>rained<del>ed</del>.<figure><head>Rain.</head></figure></p>"))
                    .isEqualTo("It rained.");
        }

        @Test
        void takesTheCorrectedAndTheOldSpelling() throws Exception {
            assertThat(text("<p>The <choice><sic>quen</sic><corr>queen</corr></choice> did"
                            + " <choice><orig>shew</orig><reg>show</reg></choice>"
                            + " <choice><abbr>Mr</abbr><expan>Mister</expan></choice> Pym a <corr>door</corr>,"
                            + " <sic>whitch</sic> was shut.</p>"))
                    .isEqualTo("The queen did shew Mister Pym a door, whitch was shut.");
        }

        @Test
        void marksAndCountsWhatIsIllegible() throws Exception {
            Document document =
                    document(TestTei.of("<p>The qu<gap unit=\"letter\" extent=\"1\"><desc>x</desc></gap>en went"
                            + "<gap reason=\"torn\" extent=\"3 words\"/>home.</p>"));
            assertThat(document.text()).isEqualTo("The qu\u2022en went \u2026 home.");
            assertThat(document.attributes()).containsEntry("gaps", "2");
        }
    }

    @Nested
    class Lines {

        @Test
        void keepsTheLinesOfVerse() throws Exception {
            assertThat(text(
                            "<p>He sang:</p><lg><l>Rain, rain,</l>\n <l> go away, </l></lg><lg><l>Come again</l></lg><p>And"
                                    + " slept.</p>"))
                    .isEqualTo("He sang:\n\nRain, rain,\ngo away,\n\nCome again\n\nAnd slept.");
        }

        @Test
        void keepsQuotationMarksWithTheVerse() throws Exception {
            assertThat(text("<p>He sang <quote>\u201C\n<l>Rain, rain,</l><l>go away.</l>\u201D</quote> and slept.</p>"))
                    .isEqualTo("He sang \u201C\n\nRain, rain,\ngo away.\u201D\n\nand slept.");
            assertThat(
                            text(
                                    "<p>He sang:</p><quote>\u201C\n<l>Rain, rain,</l><l>go away.</l>\u201D</quote><p>And slept.</p>"))
                    .isEqualTo("He sang:\n\n\u201CRain, rain,\ngo away.\u201D\n\nAnd slept.");
        }

        @Test
        void putsSpeechesUnderTheirSpeakers() throws Exception {
            assertThat(text("<sp><speaker>ANN.</speaker> <p>Rain?</p></sp><stage>She goes.</stage><sp><speaker>BEN."
                            + "</speaker><l>Rain, rain,</l><l>go away.</l></sp>"))
                    .isEqualTo("ANN.\nRain?\n\nShe goes.\n\nBEN.\nRain, rain,\ngo away.");
        }

        @Test
        void keepsStageDirectionsWithinASpeech() throws Exception {
            assertThat(text("<sp><speaker>ANN.</speaker><p>Rain? <stage>(She goes.)</stage> Yes.</p></sp>"))
                    .isEqualTo("ANN.\nRain? (She goes.) Yes.");
        }

        @Test
        void keepsTheLinesOfLettersAndLists() throws Exception {
            assertThat(text(
                            "<opener><dateline>Bath, May 1</dateline><salute>Dear Aunt,</salute></opener><p>It rains.</p>"
                                    + "<closer>Your niece <signed>Ann</signed></closer><trailer>THE END</trailer>"
                                    + "<list><item>rain</item><item>snow</item></list>"))
                    .isEqualTo("Bath, May 1\nDear Aunt,\n\nIt rains.\n\nYour niece\nAnn\n\nTHE END\n\nrain\nsnow");
        }

        @Test
        void keepsQuotationsInSentencesAndSetsOthersApart() throws Exception {
            assertThat(text("<p>He read <q>rain</q> and <foreign>pluie</foreign>.</p><quote>Rain is wet.</quote>"
                            + "<quote><p>One.</p><p>Two.</p></quote><p>He <emph>slept</emph>.</p>"))
                    .isEqualTo("He read rain and pluie.\n\nRain is wet.\n\nOne.\n\nTwo.\n\nHe slept.");
        }
    }

    @Nested
    class BrokenWordsOfPrint {

        @Test
        void joinsWhatSoftHyphensAndTheirSignsBroke() throws Exception {
            assertThat(text("<p>The trav\u00AD\n<lb/>eller, the tra|veller, the tra\u2223veller, the"
                            + " trav<g ref=\"char:EOLhyphen\"/>eller, trav<lb break=\"no\"/>eller.</p>"))
                    .isEqualTo("The traveller, the traveller, the traveller, the traveller, traveller.");
        }

        @Test
        void joinsWordsOverPagesUnlessTheTextHyphenatesThem() throws Exception {
            assertThat(text(
                            "<p>To-day a travel-<pb n=\"2\"/>ler came. Go to-\n<pb n=\"3\"/>\nday. The old trav<pb/>eller"
                                    + " left.</p>"))
                    .isEqualTo("To-day a traveller came. Go to-day. The old traveller left.");
        }

        @Test
        void leavesNamesAndLongCompoundsHyphenated() throws Exception {
            assertThat(text("<p>The Anglo-<pb/>Saxon and his mother-in-<pb/>law.</p>"))
                    .isEqualTo("The Anglo-Saxon and his mother-in-law.");
        }

        @Test
        void makesSpaceOfLineBreaksAndNothingOfPageBreaks() throws Exception {
            assertThat(text("<head>CHAPTER I<lb/>RAIN</head><pb/><p>It<lb/>rained <pb n=\"2\"/>\n in May.</p><pb/>"))
                    .isEqualTo("CHAPTER I RAIN\n\nIt rained in May.");
        }
    }

    @Nested
    class Headers {

        private static final String ELTEC = """
                <titleStmt><title>A Tale : ELTeC edition</title><author>Pym, Ada (1820-1890).</author>
                 <respStmt><name>Somebody</name></respStmt></titleStmt>
                <publicationStmt><publisher>An Archive</publisher><date>2020</date>
                 <availability><licence target="https://example.org/free"/></availability></publicationStmt>
                <sourceDesc><bibl type="digitalSource"><title>A tale</title><publisher>Leeds: Web</publisher><date>1999</date></bibl>
                 <bibl type="firstEdition"><title>A Tale; or, Rain</title><publisher>London: Lane &amp; Co.</publisher><date>c1851</date></bibl>
                 <bibl type="printSource"><date>1889</date></bibl></sourceDesc>
                """;

        @Test
        void describeTheFirstEdition() throws Exception {
            Document document = document(TestTei.of(ELTEC, "<p>It rained.</p>"));
            assertThat(document.title()).isEqualTo("A Tale");
            assertThat(document.author()).isEqualTo("Pym, Ada (1820-1890)");
            assertThat(document.year()).contains(1851);
            assertThat(document.place()).isEqualTo("London");
            assertThat(document.attributes())
                    .containsEntry("publisher", "Lane & Co.")
                    .containsEntry("date", "c1851")
                    .containsEntry("year-source", "first edition");
            assertThat(document.provenance().licence()).isEqualTo("https://example.org/free");
        }

        @Test
        void sayWhenOnlyALaterEditionIsKnown() throws Exception {
            Document document = document(TestTei.of(
                    "<titleStmt><title>A Tale</title></titleStmt><publicationStmt><date>2001</date></publicationStmt>"
                            + "<sourceDesc><biblFull><publicationStmt><pubPlace>Dublin :</pubPlace><date>1792.</date>"
                            + "</publicationStmt></biblFull></sourceDesc>",
                    "<p>It rained.</p>"));
            assertThat(document.year()).contains(1792);
            assertThat(document.place()).isEqualTo("Dublin");
            assertThat(document.attributes()).containsEntry("year-source", "printed edition");
        }

        @Test
        void sayWhenNoYearIsKnown() throws Exception {
            Document document = document(TestTei.of("<p>It rained.</p>"));
            assertThat(document.year()).isEmpty();
            assertThat(document.attributes()).containsEntry("year-source", "unknown");
        }

        @ParameterizedTest
        @CsvSource({
            "<langUsage><language ident='fre'>x</language></langUsage>, fr",
            "<langUsage><language id='ger'/></langUsage>, de",
            "<langUsage><language>Italian</language></langUsage>, it",
            "<langUsage><language ident='x-old'/></langUsage>, cy",
        })
        void tellTheLanguage(String usage, String code) throws Exception {
            String tei = TestTei.of("<p>It rained.</p>")
                    .replace("<TEI ", "<TEI xml:lang=\"wel\" ")
                    .replace("</fileDesc>", "</fileDesc><profileDesc>" + usage + "</profileDesc>");
            assertThat(document(tei).language()).isEqualTo(code);
        }
    }
}

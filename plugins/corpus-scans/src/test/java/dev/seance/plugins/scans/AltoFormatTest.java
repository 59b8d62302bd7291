// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AltoFormatTest {

    private final AltoFormat format = new AltoFormat();

    private static String line(String inner) {
        return "<TextLine>" + inner + "</TextLine>";
    }

    private static String word(String content, String more) {
        return "<String CONTENT=\"" + content + "\" " + more + "/>";
    }

    private static String first(String part, String whole) {
        return word(part, "SUBS_TYPE=\"HypPart1\" SUBS_CONTENT=\"" + whole + "\"");
    }

    private static String second(String part, String whole) {
        return word(part, "SUBS_TYPE=\"HypPart2\" SUBS_CONTENT=\"" + whole + "\"");
    }

    private String text(String blocks) throws Exception {
        return TestScans.text(format, TestScans.alto(blocks));
    }

    @Test
    void keepsLinesAndBlocksInTheOrderOfTheFile() throws Exception {
        assertThat(text("<ComposedBlock><TextBlock>" + line(word("The", "") + "<SP/>" + word("first", ""))
                        + line(word("line.", "")) + "</TextBlock></ComposedBlock><TextBlock/><TextBlock>" + line("")
                        + line(word("Next", "") + word("block.", "")) + "</TextBlock>"))
                .isEqualTo("The first\nline.\n\nNext block.");
    }

    @Test
    void readsAnyNamespaceAndNone() throws Exception {
        String page = TestScans.page("One two.");
        for (String namespace : List.of(
                "xmlns=\"http://www.loc.gov/standards/alto/ns-v2#\"",
                "xmlns=\"http://www.loc.gov/standards/alto/ns-v4#\"",
                "")) {
            assertThat(TestScans.text(format, page.replaceFirst("xmlns=\"[^\"]*\"", namespace)))
                    .isEqualTo("One two.");
        }
        String prefixed = page.replace("</", "</a:")
                .replaceAll("<(\\w)", "<a:$1")
                .replace("<a:?", "<?")
                .replace("xmlns=", "xmlns:a=");
        assertThat(TestScans.text(format, prefixed)).isEqualTo("One two.");
    }

    @Test
    void putsABrokenWordWholeOnTheFirstLine() throws Exception {
        assertThat(text("<TextBlock>" + line(word("two", "") + first("travel", "travellers") + "<HYP CONTENT=\"-\"/>")
                        + line(second("lers", "travellers") + word("came", "")) + "</TextBlock>"))
                .isEqualTo("two travellers\ncame");
    }

    @Test
    void takesTheWholeWordAsTheFileSpellsIt() throws Exception {
        assertThat(text("<TextBlock>" + line(first("to", "to-day") + "<HYP CONTENT=\"-\"/>")
                        + line(second("day", "to-day")) + line(word("it", "")) + "</TextBlock>"))
                .isEqualTo("to-day\nit");
    }

    @Test
    void joinsPartsThatDoNotSayWhatTheWordIs() throws Exception {
        assertThat(text("<TextBlock>" + line(word("travel", "SUBS_TYPE=\"HypPart1\"") + "<HYP CONTENT=\"\u00AD\"/>")
                        + line(word("lers", "SUBS_TYPE=\"HypPart2\"") + word("came", "")) + "</TextBlock>"))
                .isEqualTo("travellers\ncame");
    }

    @Test
    void leavesTheHyphenWhereThePartsAreNotMarkedOrOneIsMissing() throws Exception {
        assertThat(text("<TextBlock>" + line(word("travel", "") + "<HYP/>") + line(word("lers", "")) + "</TextBlock>"))
                .isEqualTo("travel-\nlers");
        assertThat(text("<TextBlock>" + line(first("travel", "travellers") + "<HYP CONTENT=\"-\"/>")
                        + line(word("came", "")) + "</TextBlock>"))
                .isEqualTo("travel-\ncame");
        assertThat(text("<TextBlock>" + line(first("travel", "travellers") + "<HYP CONTENT=\"-\"/>")
                        + line(second("tains", "mountains")) + "</TextBlock>"))
                .isEqualTo("travel-\ntains");
        assertThat(text("<TextBlock>" + line(second("lers", "travellers") + word("came", "")) + "</TextBlock>"))
                .isEqualTo("lers came");
    }

    @Test
    void findsTheSecondPartBehindAFootnote() throws Exception {
        assertThat(text("<TextBlock>" + line(first("travel", "travellers") + "<HYP CONTENT=\"-\"/>")
                        + "</TextBlock><TextBlock>" + line(word("Note.", "")) + "</TextBlock><TextBlock>"
                        + line(second("lers", "travellers") + word("came", "")) + "</TextBlock>"))
                .isEqualTo("travellers\n\nNote.\n\ncame");
    }

    @Test
    void joinsAWordOverTwoPages() throws Exception {
        String one = TestScans.alto("<TextBlock>"
                + line(word("two", "") + first("travel", "travellers") + "<HYP CONTENT=\"-\"/>") + "</TextBlock>");
        for (String[] rest : new String[][] {
            {second("lers", "travellers") + word("came", ""), "came"},
            {second("lers", "travellers"), ""},
        }) {
            ScanPage page = TestScans.pages(format, one).get(0);
            ScanPage next = TestScans.pages(format, TestScans.alto("<TextBlock>" + line(rest[0]) + "</TextBlock>"))
                    .get(0);
            ScanPage.join(page, next);
            assertThat(page.page("").text()).isEqualTo("two travellers");
            assertThat(next.page("").text()).isEqualTo(rest[1]);
        }
        ScanPage page = TestScans.pages(format, one).get(0);
        ScanPage next = TestScans.pages(
                        format,
                        TestScans.alto("<TextBlock>" + line(word("HEAD", "")) + "</TextBlock><TextBlock>"
                                + line(second("lers", "travellers") + word("came", "") + first("a", "ago"))
                                + line(word("and", "")) + "</TextBlock>"))
                .get(0);
        ScanPage.join(page, next);
        assertThat(next.page("").text()).isEqualTo("HEAD\n\ncame a\nand");
        ScanPage last = TestScans.pages(
                        format, TestScans.alto("<TextBlock>" + line(second("go", "ago")) + "</TextBlock>"))
                .get(0);
        ScanPage.join(next, last);
        assertThat(next.page("").text()).isEqualTo("HEAD\n\ncame ago\nand");
        assertThat(last.page("").text()).isEmpty();
    }

    /** Whatever words are broken at whatever line ends, all words come out, in order and whole. */
    @Test
    void givesBackAllWordsHoweverTheyAreBroken() throws Exception {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<String> words = new ArrayList<>();
            StringBuilder file = new StringBuilder("<TextBlock><TextLine>");
            int count = 1 + random.nextInt(60);
            for (int i = 0; i < count; i++) {
                String word = "w" + i + "x".repeat(random.nextInt(6)) + "y";
                words.add(word);
                if (random.nextInt(5) == 0) {
                    int cut = 1 + random.nextInt(word.length() - 1);
                    file.append(first(word.substring(0, cut), word))
                            .append(random.nextBoolean() ? "<HYP CONTENT=\"-\"/>" : "")
                            .append(
                                    random.nextInt(4) == 0
                                            ? "</TextLine></TextBlock><TextBlock><TextLine>"
                                            : "</TextLine><TextLine>")
                            .append(second(word.substring(cut), word));
                } else {
                    file.append(word(word, ""));
                }
                file.append(random.nextInt(6) == 0 ? "</TextLine><TextLine>" : "<SP/>");
            }
            String text = text(file + "</TextLine></TextBlock>");
            assertThat(text.split("\\s+")).as("seed %d", seed).containsExactlyElementsOf(words);
            assertThat(text).as("seed %d", seed).doesNotContain(" \n", "\n ", "\n\n\n");
        }
    }

    @Test
    void takesTheMeanOfTheWordsConfidences() throws Exception {
        Page page = TestScans.pages(
                        format,
                        TestScans.alto(
                                "<TextBlock>" + line(word("a", "WC=\"0.25\"") + word("b", "WC=\"1\"") + word("c", ""))
                                        + "</TextBlock>"))
                .get(0)
                .page("7");
        assertThat(page.ocrConfidence()).contains(0.625);
        assertThat(page.number()).isEqualTo("7");
    }

    @Test
    void refusesAnImpossibleConfidenceWithItsLine() {
        assertThatThrownBy(() -> text("\n<TextBlock>" + line(word("a", "WC=\"96\"")) + "</TextBlock>"))
                .isInstanceOfSatisfying(
                        BadPage.class, bad -> assertThat(bad.at("p.xml").inWords())
                                .isEqualTo("p.xml, line 4: impossible word confidence (WC '96' is not in 0..1)"));
    }

    @Test
    void callsAPageWhatTheFileCallsIt() throws Exception {
        String page = TestScans.page("One.");
        assertThat(TestScans.pages(
                                format,
                                page.replace("ID=\"P1\"", "ID=\"P1\" PHYSICAL_IMG_NR=\"9\" PRINTED_IMG_NR=\"xiv\""))
                        .get(0)
                        .page("1")
                        .number())
                .isEqualTo("xiv");
    }

    @Test
    void readsEntitiesOfXmlAndRefusesOthers() throws Exception {
        assertThat(text("<TextBlock>" + line(word("Ward &amp; Co. &#233;", "")) + "</TextBlock>"))
                .isEqualTo("Ward & Co. \u00E9");
        StringBuilder laughs = new StringBuilder("<!DOCTYPE alto [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY l").append(i).append(" \"");
            laughs.append(("&l" + (i - 1) + ";").repeat(10)).append("\">");
        }
        laughs.append("<!ENTITY out SYSTEM \"file:///etc/hostname\">]>");
        String page = TestScans.alto("<TextBlock>" + line(word("ENTITY", "")) + "ELEMENT</TextBlock>")
                .replaceFirst("\\?>", "?>" + laughs);
        for (String[] place :
                new String[][] { // One level is harmless, and is refused all the same: nothing is ever expanded.
                    {"ENTITY", "&l0;"},
                    {"ELEMENT", "&l0;"},
                    {"ENTITY", "&l29;"},
                    {"ELEMENT", "&l29;"},
                    {"ELEMENT", "&out;"},
                    {"ENTITY", "&out;"}
                }) {
            assertThatThrownBy(() -> TestScans.text(
                            format,
                            page.replace(place[0] + "<", place[1] + "<").replace(place[0] + "\"", place[1] + "\"")))
                    .as(place[1])
                    .isInstanceOfSatisfying(
                            BadPage.class, bad -> assertThat(bad.at("p.xml").inWords())
                                    .startsWith("p.xml, line ")
                                    .contains("invalid XML"));
        }
        assertThat(TestScans.text(format, page.replace("ELEMENT", ""))).isEqualTo("ENTITY");
    }
}

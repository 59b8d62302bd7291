// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.CorpusSourceContract;
import dev.seance.kit.files.TextMemory;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class PageXmlFormatTest {

    private final PageXmlFormat format = new PageXmlFormat();

    private static String file(String inner) {
        return "<PcGts xmlns=\"http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15\"><Metadata/>"
                + "<Page imageFilename=\"1.jpg\">" + inner + "</Page></PcGts>";
    }

    private static String region(String id, String... lines) {
        StringBuilder region = new StringBuilder("<TextRegion id=\"" + id + "\">");
        for (String line : lines) {
            region.append("<TextLine><TextEquiv><Unicode>" + line + "</Unicode></TextEquiv></TextLine>");
        }
        return region + "</TextRegion>";
    }

    private String text(String inner) throws Exception {
        return TestScans.text(format, file(inner));
    }

    @Test
    void readsRegionsAsBlocksOfLines() throws Exception {
        assertThat(text(region("a", "One", "two.") + region("empty") + region("b", "Three.")))
                .isEqualTo("One\ntwo.\n\nThree.");
    }

    @Test
    void followsTheReadingOrderAndThenTheFile() throws Exception {
        String regions = region("a", "A") + region("b", "B") + region("c", "C") + region("d", "D") + region("e", "E");
        assertThat(text("<ReadingOrder><OrderedGroup id=\"g\"><RegionRefIndexed index=\"10\" regionRef=\"b\"/>"
                        + "<UnorderedGroupIndexed index=\"2\"><RegionRef regionRef=\"e\"/><RegionRef regionRef=\"a\"/>"
                        + "</UnorderedGroupIndexed><RegionRefIndexed index=\"1\" regionRef=\"d\"/>"
                        + "<RegionRefIndexed index=\"3\" regionRef=\"gone\"/></OrderedGroup></ReadingOrder>" + regions))
                .isEqualTo("D\n\nE\n\nA\n\nB\n\nC");
    }

    @Test
    void putsInnerRegionsAfterTheirOuterOne() throws Exception {
        String nested =
                "<TableRegion id=\"t\"><TableCell id=\"c1\"><TextLine><TextEquiv><Unicode>1</Unicode></TextEquiv>"
                        + "</TextLine></TableCell>" + region("n", "2") + "</TableRegion>";
        assertThat(text("<ReadingOrder><OrderedGroup><RegionRefIndexed index=\"0\" regionRef=\"z\"/>"
                        + "<RegionRefIndexed index=\"1\" regionRef=\"t\"/></OrderedGroup></ReadingOrder>" + nested
                        + region("z", "0")))
                .isEqualTo("0\n\n1\n\n2");
    }

    @Test
    void takesTheReadingOfLowestIndex() throws Exception {
        assertThat(text("<TextRegion><TextLine><TextEquiv index=\"1\"><Unicode>worse</Unicode></TextEquiv>"
                        + "<TextEquiv index=\"0\"><Unicode>better</Unicode></TextEquiv></TextLine></TextRegion>"))
                .isEqualTo("better");
    }

    @Test
    void takesWordsWhereALineHasNoTextAndTheRegionsTextWhereItHasNoLines() throws Exception {
        String words = "<Word><Glyph><TextEquiv><Unicode>t</Unicode></TextEquiv></Glyph><TextEquiv conf=\"0.5\">"
                + "<Unicode>two</Unicode></TextEquiv></Word><Word><TextEquiv conf=\"1\"><Unicode>words</Unicode>"
                + "</TextEquiv></Word>";
        assertThat(text("<TextRegion><TextLine>" + words + "</TextLine></TextRegion>"))
                .isEqualTo("two words");
        assertThat(text("<TextRegion><TextLine>" + words
                        + "<TextEquiv><Unicode>the line</Unicode></TextEquiv></TextLine>"
                        + "<TextEquiv><Unicode>the line, and all</Unicode></TextEquiv></TextRegion>"))
                .isEqualTo("the line");
        assertThat(text("<TextRegion><TextEquiv><Unicode>A region\nalone</Unicode></TextEquiv></TextRegion>"))
                .isEqualTo("A region\nalone");
    }

    @Test
    void knowsConfidencesOfWordsOrElseOfLines() throws Exception {
        String line = "<TextLine><TextEquiv conf=\"0.5\"><Unicode>three words here</Unicode></TextEquiv></TextLine>"
                + "<TextLine><TextEquiv conf=\"0.9\"><Unicode>one</Unicode></TextEquiv></TextLine>";
        assertThat(TestScans.pages(format, file("<TextRegion>" + line + "</TextRegion>"))
                        .get(0)
                        .page("1")
                        .ocrConfidence()
                        .orElseThrow())
                .isCloseTo((3 * 0.5 + 0.9) / 4, org.assertj.core.data.Offset.offset(1e-12));
        assertThatThrownBy(() -> text("<TextRegion>" + line.replace("0.9", "9") + "</TextRegion>"))
                .isInstanceOf(BadPage.class)
                .hasMessage("conf '9' is not in 0..1");
    }

    @Test
    void makesTranscribersBreakSignsHyphens() throws Exception {
        assertThat(text(region("a", "travel\u00AC", "lers", "a \u00AC b"))).isEqualTo("travel-\nlers\na \u00AC b");
    }

    @Test
    void readsPagesOfOtherKindsAsNothing() throws Exception {
        assertThat(format.accepts(new java.io.ByteArrayInputStream(
                        TestScans.page("x").getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .isFalse();
        assertThat(text("")).isEmpty();
    }

    @Nested
    class AsASource extends CorpusSourceContract {

        @TempDir
        Path temporary;

        @Override
        protected Class<? extends ExtensionPoint> extension() {
            return PageXmlSource.class;
        }

        @Override
        protected CorpusSource source() throws Exception {
            return of("scans", "Third.");
        }

        @Override
        protected CorpusSource sourceOfChangedData() throws Exception {
            return of("changed", "Other.");
        }

        private CorpusSource of(String name, String third) throws Exception {
            Path folder = temporary.resolve(name);
            TestScans.write(folder.resolve("one/1.xml"), file(region("a", "One.")));
            TestScans.write(folder.resolve("one/2.xml"), file(region("a", "Two.")));
            TestScans.write(folder.resolve("three/1.xml"), file(region("a", third)));
            TestScans.zip(folder.resolve("four.zip"), "page/1.xml", file(region("a", "Four.")));
            return new PageXmlSource(
                    new ScanOptions(folder, "en", Documents.FOLDERS), TestScans.digests(), new TextMemory());
        }
    }
}

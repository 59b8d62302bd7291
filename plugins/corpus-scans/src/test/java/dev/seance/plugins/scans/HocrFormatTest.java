// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.CorpusSourceContract;
import dev.seance.api.corpus.Page;
import dev.seance.kit.files.TextMemory;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class HocrFormatTest {

    private final HocrFormat format = new HocrFormat();

    private static String file(String... pages) {
        StringBuilder file = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html PUBLIC"
                + " \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">"
                + "<html><head><title>t</title><meta name='ocr-system' content='x'/></head><body>");
        for (String page : pages) {
            file.append("<div class='ocr_page' title='image \"a.tif\"; bbox 0 0 1 1; ppageno 0'>" + page + "</div>");
        }
        return file + "</body></html>";
    }

    private static String line(String... words) {
        StringBuilder line = new StringBuilder("<span class='ocr_line' title='bbox 1 2 3 4'>");
        for (String word : words) {
            line.append("<span class='ocrx_word' title='bbox 1 2 3 4; x_wconf 80'>" + word + "</span> ");
        }
        return line + "</span>\n";
    }

    private static String paragraph(String... lines) {
        return "<div class='ocr_carea'><p class='ocr_par' lang='eng'>" + String.join("", lines) + "</p></div>";
    }

    @Test
    void readsParagraphsLinesAndWords() throws Exception {
        assertThat(TestScans.text(
                        format,
                        file(paragraph(line("The", "<strong>first</strong>"), line("line", "&amp;", "caf&eacute;."))
                                + paragraph()
                                + paragraph(line("Next.")))))
                .isEqualTo("The first\nline & caf\u00E9.\n\nNext.");
    }

    @Test
    void readsManyPagesOfOneFile() throws Exception {
        List<ScanPage> pages = TestScans.pages(format, file(paragraph(line("One.")), "", paragraph(line("Three."))));
        assertThat(pages).extracting(page -> page.page("").text()).containsExactly("One.", "", "Three.");
    }

    @Test
    void readsHtmlThatIsNotWellFormed() throws Exception {
        String sloppy = "<html><body><div class=ocr_page title='x'><p class=\"ocr_par\"><span class=ocr_line>"
                + "<span class=ocrx_word title='x_wconf 50'>One<br> <span class=ocrx_word>& two";
        assertThat(TestScans.text(format, sloppy).replaceAll("\\s+", " "))
                .contains("One")
                .contains("two");
        assertThat(TestScans.text(
                        format,
                        "<div class='ocr_page'><p class='ocr_par'><span class='ocr_line'>A line</span>"
                                + "<p class='ocr_par'><span class='ocr_line'>and another</span>"))
                .isEqualTo("A line\n\nand another");
    }

    @Test
    void takesConfidencesOfAHundred() throws Exception {
        Page page = TestScans.pages(
                        format, file(paragraph(line("One", "two").replaceFirst("x_wconf 80", "x_wconf 40"))))
                .get(0)
                .page("12");
        assertThat(page.ocrConfidence().orElseThrow()).isCloseTo(0.6, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(page.number()).isEqualTo("12");
        assertThatThrownBy(() -> TestScans.text(format, file(line("One").replace("80", "101"))))
                .isInstanceOf(BadPage.class)
                .hasMessage("x_wconf '101' is not in 0..100");
    }

    @Test
    void readsTheEncodingThatTheFileStates() throws Exception {
        byte[] latin = file(line("caf\u00E9")).replace("UTF-8", "ISO-8859-1").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(format.read(new ByteArrayInputStream(latin), 1000)
                        .get(0)
                        .page("")
                        .text())
                .isEqualTo("caf\u00E9");
        byte[] wrong = file(line("caf\u00E9")).getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> format.read(new ByteArrayInputStream(wrong), 1000))
                .isInstanceOf(BadPage.class)
                .hasMessage("not UTF-8 throughout");
    }

    @Test
    void refusesAPageThatIsTooLarge() {
        assertThatThrownBy(() -> format.read(
                        new ByteArrayInputStream(file(line("word", "word")).getBytes(StandardCharsets.UTF_8)), 6))
                .isInstanceOf(BadPage.class)
                .hasMessage("more than 6 characters");
    }

    @Test
    void acceptsNoOtherHtml() throws Exception {
        assertThat(format.accepts(new ByteArrayInputStream("<html><p>x".getBytes(StandardCharsets.UTF_8))))
                .isFalse();
    }

    @Nested
    class AsASource extends CorpusSourceContract {

        @TempDir
        Path temporary;

        @Override
        protected Class<? extends ExtensionPoint> extension() {
            return HocrSource.class;
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
            TestScans.write(folder.resolve("one.hocr"), file(line("One."), line("More.")));
            TestScans.write(folder.resolve("two.html"), file(line("Two.")));
            TestScans.write(folder.resolve("three/1.hocr"), file(line(third)));
            return new HocrSource(
                    new ScanOptions(folder, "en", Documents.FILES), TestScans.digests(), new TextMemory());
        }
    }
}

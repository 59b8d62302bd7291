// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.CorpusSourceContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDPageLabelRange;
import org.apache.pdfbox.pdmodel.common.PDPageLabels;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class PdfSourceTest extends CorpusSourceContract {

    @TempDir
    Path temporary;

    @BeforeAll
    static void leaveTheMachinesFontsAlone() {
        BuiltInFonts.install();
    }

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return PdfSource.class;
    }

    @Override
    protected CorpusSource source() throws Exception {
        return of("pdfs", "Third.");
    }

    @Override
    protected CorpusSource sourceOfChangedData() throws Exception {
        return of("changed", "Other.");
    }

    private CorpusSource of(String name, String third) throws Exception {
        Path folder = temporary.resolve(name);
        if (!Files.exists(folder)) {
            save(folder.resolve("a.pdf"), pdf("One.", "Two."));
            save(folder.resolve("more/b.pdf"), pdf("Second."));
            save(folder.resolve("more/c.PDF"), pdf(third));
        }
        return source(folder);
    }

    private static PdfSource source(Path path) {
        return new PdfSource(new PdfOptions(path, "en"), TestScans.digests(), new TextMemory());
    }

    /** A PDF of these pages, in text that no eye sees, as text recognition puts it over a scan; "" makes an empty page. */
    private static PDDocument pdf(String... pages) throws IOException {
        PDDocument pdf = new PDDocument();
        for (String text : pages) {
            PDPage page = new PDPage();
            pdf.addPage(page);
            if (text.isEmpty()) {
                continue;
            }
            try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
                content.beginText();
                content.setRenderingMode(RenderingMode.NEITHER);
                content.setFont(new PDType1Font(Standard14Fonts.FontName.TIMES_ROMAN), 12);
                content.newLineAtOffset(72, 700);
                for (String line : text.split("\n", -1)) {
                    content.showText(line);
                    content.newLineAtOffset(0, -14);
                }
                content.endText();
            }
        }
        return pdf;
    }

    private static Path save(Path file, PDDocument pdf) throws IOException {
        Files.createDirectories(file.getParent());
        try (pdf) {
            pdf.save(file.toFile());
        }
        return file;
    }

    private List<Document> readWhatCanBe(List<String> bad) throws Exception {
        return TestScans.readWhatCanBe(source(temporary), bad);
    }

    @Test
    void readsPagesLinesAndParagraphs() throws Exception {
        PDDocument pdf = pdf("A first line\nand a second.\n\n\nA paragraph.", "", "Two.");
        PDPageLabels labels = new PDPageLabels(pdf);
        PDPageLabelRange roman = new PDPageLabelRange();
        roman.setStyle(PDPageLabelRange.STYLE_ROMAN_LOWER);
        roman.setStart(3);
        labels.setLabelItem(0, roman);
        pdf.getDocumentCatalog().setPageLabels(labels);
        save(temporary.resolve("a.pdf"), pdf);
        Document document = TestScans.read(source(temporary)).get(0);
        assertThat(document.pages())
                .extracting(Page::text)
                .containsExactly("A first line\nand a second.\n\nA paragraph.", "", "Two.");
        assertThat(document.pages()).extracting(Page::number).containsExactly("iii", "iv", "v");
        assertThat(document.ocrConfidence()).isEmpty();
    }

    @Test
    void knowsWhatTheFileSaysOfItself() throws Exception {
        PDDocument pdf = pdf("Text.");
        pdf.getDocumentInformation().setTitle("A  Title");
        pdf.getDocumentInformation().setAuthor("Ann Author");
        pdf.getDocumentInformation().setKeywords("made up");
        pdf.getDocumentInformation().setCreationDate(new java.util.GregorianCalendar(2009, 1, 1));
        pdf.getDocumentCatalog().setLanguage("de-DE");
        save(temporary.resolve("a.pdf"), pdf);
        save(temporary.resolve("b.pdf"), pdf("Text."));
        List<Document> documents = TestScans.read(source(temporary));
        assertThat(documents.get(0).title()).isEqualTo("A Title");
        assertThat(documents.get(0).author()).isEqualTo("Ann Author");
        assertThat(documents.get(0).language()).isEqualTo("de");
        assertThat(documents.get(0).year()).isEmpty();
        assertThat(documents.get(0).attributes()).containsEntry("keywords", "made up");
        assertThat(documents.get(1).language()).isEqualTo("en");
    }

    @Test
    void namesAPdfWithoutATextLayer() throws Exception {
        save(temporary.resolve("scan.pdf"), pdf("", ""));
        List<String> bad = new ArrayList<>();
        assertThat(readWhatCanBe(bad)).isEmpty();
        assertThat(bad).containsExactly("scan.pdf: PDF without a text layer (2 pages, images alone)");
        assertThatThrownBy(() -> TestScans.read(source(temporary)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("run text recognition on it");
    }

    @Test
    void namesAPdfThatIsEncrypted() throws Exception {
        for (String password : new String[] {"secret", ""}) {
            PDDocument pdf = pdf("Text.");
            AccessPermission nothing = new AccessPermission();
            nothing.setCanExtractContent(false);
            pdf.protect(new StandardProtectionPolicy("owner", password, nothing));
            save(temporary.resolve("locked" + password + ".pdf"), pdf);
        }
        PDDocument readable = pdf("Readable.");
        readable.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
        save(temporary.resolve("open.pdf"), readable);
        List<String> bad = new ArrayList<>();
        assertThat(readWhatCanBe(bad)).extracting(Document::text).containsExactly("Readable.");
        assertThat(bad)
                .containsExactly(
                        "locked.pdf: encrypted PDF (it does not allow its text to be taken out)",
                        "lockedsecret.pdf: encrypted PDF (it opens with a password only)");
    }

    @Test
    void namesAPdfThatIsDamaged() throws Exception {
        Path whole = save(temporary.resolve("whole.pdf"), pdf("Text.", "More."));
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(temporary.resolve("cut.pdf"), Arrays.copyOf(bytes, 200));
        Files.write(temporary.resolve("none.pdf"), "no pdf at all".getBytes(StandardCharsets.UTF_8));
        List<String> bad = new ArrayList<>();
        assertThat(readWhatCanBe(bad)).extracting(Document::id).containsExactly("whole");
        assertThat(bad).hasSize(2);
        assertThat(bad.get(0)).startsWith("cut.pdf");
        assertThat(bad.get(1)).startsWith("none.pdf: damaged PDF (");
    }

    @Test
    void listsWhatItDoesNotRead() throws Exception {
        save(temporary.resolve("a.pdf"), pdf("Text."));
        TestScans.write(temporary.resolve("b.txt"), "x");
        TestScans.write(temporary.resolve("c.pdf.gz"), "x");
        PdfSource source = source(temporary);
        assertThat(source.splits()).hasSize(1);
        assertThat(source.skipped())
                .containsExactly(new Skipped("b.txt", "not .pdf"), new Skipped("c.pdf.gz", "compressed PDF"));
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Provenance;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import dev.seance.kit.text.LanguageCodes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.common.PDPageLabels;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/** Reads the text layer of a PDF, page by page, and makes a document of it. One thread. */
final class PdfReader {

    static final String SOURCE = "pdf";
    private static final String REMEDY = "fetch the file again, or print it to a new PDF";

    static {
        BuiltInFonts.install();
    }

    private final TextFile file;
    private final String language;
    private final TextMemory memory;
    private final BadRecords bad;
    private final List<Page> pages = new ArrayList<>();
    private long characters;

    /** How many pages were bad. */
    private int left;

    PdfReader(TextFile file, String language, TextMemory memory, BadRecords bad) {
        this.file = file;
        this.language = language;
        this.memory = memory;
        this.bad = bad;
    }

    /** Reads the file; empty when it has no text that can be read, which is reported. */
    Optional<Document> read(String id) {
        // What PDFBox has to keep of a large file goes to the disk and not into memory.
        try (PDDocument pdf = Loader.loadPDF(file.path().toFile(), IOUtils.createTempFileOnlyStreamCache())) {
            if (!pdf.getCurrentAccessPermission().canExtractContent()) {
                report("encrypted PDF", "it does not allow its text to be taken out");
                return Optional.empty();
            }
            readPages(pdf);
            return document(id, pdf);
        } catch (InvalidPasswordException e) {
            report("encrypted PDF", "it opens with a password only");
        } catch (IOException e) {
            bad.report(new BadRecord(file.name(), "damaged PDF", "" + e.getMessage(), REMEDY));
        }
        return Optional.empty();
    }

    private void report(String reason, String detail) {
        bad.report(new BadRecord(file.name(), reason, detail, "ask its publisher for a file without, or take it out"));
    }

    private void readPages(PDDocument pdf) throws IOException {
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setLineSeparator("\n");
        stripper.setParagraphStart("\n");
        stripper.setArticleStart("\n");
        String[] labels = labels(pdf);
        int count = pdf.getNumberOfPages();
        for (int i = 0; i < count; i++) {
            stripper.setStartPage(i + 1);
            stripper.setEndPage(i + 1);
            String number = i < labels.length && labels[i] != null ? labels[i].strip() : "";
            read(stripper, pdf, i + 1, number.isEmpty() ? "" + (i + 1) : number);
        }
    }

    private static String[] labels(PDDocument pdf) throws IOException {
        PDPageLabels labels = pdf.getDocumentCatalog().getPageLabels();
        return labels == null ? new String[0] : labels.getLabelsByPageIndices();
    }

    private void read(PDFTextStripper stripper, PDDocument pdf, int position, String number) {
        String where = file.name() + ", page " + position;
        String text;
        try {
            text = text(stripper, pdf);
        } catch (IOException e) {
            bad.report(new BadRecord(where, "damaged PDF", "" + e.getMessage(), REMEDY));
            left++;
            return;
        }
        ScanPage page = new ScanPage(number, Math.max(1, memory.limit() - characters));
        try {
            for (String line : text.split("\\R")) {
                if (line.isBlank()) {
                    page.startBlock();
                } else {
                    page.startLine();
                    page.add(line);
                }
            }
        } catch (BadPage e) {
            bad.report(e.at(where));
            left++;
            return;
        }
        characters += page.length();
        memory.check(file.name(), characters);
        pages.add(page.page(number));
    }

    private static String text(PDFTextStripper stripper, PDDocument pdf) throws IOException {
        try {
            return stripper.getText(pdf);
        } catch (RuntimeException e) {
            // Which PDFBox also throws, of many kinds, at what it did not expect in a file.
            throw new IOException(e.toString(), e);
        }
    }

    private Optional<Document> document(String id, PDDocument pdf) {
        if (characters == 0 && left == 0) {
            bad.report(new BadRecord(
                    file.name(),
                    "PDF without a text layer",
                    pages.size() + (pages.size() == 1 ? " page" : " pages") + ", images alone",
                    "run text recognition on it and give its result (hOCR or ALTO will do), or take it out"));
        }
        if (characters == 0) {
            return Optional.empty();
        }
        PDDocumentInformation information = pdf.getDocumentInformation();
        String stated = tidy(pdf.getDocumentCatalog().getLanguage());
        // The date of creation is the scan's and not the work's.
        return Optional.of(Document.of(id, pages)
                .title(tidy(information.getTitle()))
                .author(tidy(information.getAuthor()))
                .language(stated.isEmpty() ? language : LanguageCodes.of(stated))
                .attribute("subject", tidy(information.getSubject()))
                .attribute("keywords", tidy(information.getKeywords()))
                .provenance(new Provenance(SOURCE, file.name(), ""))
                .build());
    }

    private static String tidy(String value) {
        return value == null ? "" : value.replaceAll("[\\s\\p{C}\\uFEFF]+", " ").strip();
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.corpus.Words;
import dev.seance.kit.files.TextMemory;
import dev.seance.kit.text.CatalogueDate;
import dev.seance.kit.text.LanguageCodes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the pages of a book one after the other and makes a document of them. One thread. */
final class BookReader {

    /** Attribute: the number of the library's record. */
    static final String RECORD = "record";

    private final PageFormat format;
    private final String language;
    private final TextMemory memory;
    private final BadRecords bad;
    private final String id;
    private final String where;
    private final List<Page> pages = new ArrayList<>();

    /** The last page that was read, which waits for the next one to end its last word. */
    private ScanPage last;

    private String lastNumber = "";
    private int position;
    private long characters;

    /**
     * @param id what the document is called
     * @param where what the book is in, for messages, with what parts it from a file's name: {@code a.zip, } or {@code a/}
     */
    BookReader(PageFormat format, String language, TextMemory memory, BadRecords bad, String id, String where) {
        this.id = id;
        this.format = format;
        this.language = language;
        this.memory = memory;
        this.bad = bad;
        this.where = where;
    }

    /**
     * Reads a book. Pages that are bad are reported and left out.
     *
     * @param location what it says of where the document comes from
     * @return empty when no page could be read
     */
    Optional<Document> read(ScannedBook book, String location) {
        book.faults()
                .forEach(fault ->
                        bad.report(new BadRecord(at(fault.where()), fault.reason(), fault.detail(), fault.remedy())));
        for (int i = 0; i < book.pages().size(); i++) {
            read(book.pages().get(i), book.labels().get(i));
        }
        take(null, "");
        if (pages.isEmpty()) {
            return Optional.empty();
        }
        Catalogue catalogue = book.catalogue();
        String its = LanguageCodes.of(catalogue.language());
        Document.Builder document = Document.of(id, pages)
                .title(catalogue.title())
                .author(catalogue.author())
                .place(catalogue.place())
                .language(catalogue.language().isEmpty() ? language : its)
                .attribute(Document.PUBLISHER, catalogue.publisher())
                .attribute(RECORD, catalogue.record())
                .provenance(new Provenance(format.name(), location, catalogue.licence()));
        confidence().ifPresent(document::ocrConfidence);
        date(book, document);
        return Optional.of(document.build());
    }

    private String at(String file) {
        return where + file;
    }

    private void read(ScanFile file, String label) {
        List<ScanPage> its;
        try (InputStream in = file.open()) {
            its = format.read(in, Math.max(1, memory.limit() - characters));
        } catch (BadPage e) {
            bad.report(e.at(at(file.name())));
            skip();
            return;
        } catch (IOException e) {
            bad.report(new BadRecord(at(file.name()), "damaged file", "" + e.getMessage(), "fetch the file again"));
            skip();
            return;
        }
        for (ScanPage page : its) {
            position++;
            take(page, label.isEmpty() || its.size() > 1 ? "" : label);
        }
    }

    /** A page that is left out has a number all the same, and the words around it do not belong together. */
    private void skip() {
        take(null, "");
        position++;
    }

    private void take(ScanPage page, String label) {
        if (last != null) {
            if (page != null) {
                ScanPage.join(last, page);
            }
            Page finished = last.page(lastNumber);
            characters += finished.text().length();
            memory.check(id, characters);
            pages.add(finished);
        }
        last = page;
        lastNumber = label.isEmpty() ? "" + position : label;
    }

    /** The mean of the pages' by their words. */
    private Optional<Double> confidence() {
        double weighted = 0;
        long weight = 0;
        for (Page page : pages) {
            if (page.ocrConfidence().isPresent()) {
                long words = Words.count(page.text());
                weighted += words * page.ocrConfidence().get();
                weight += words;
            }
        }
        // The sum of products may be a rounding above the weight.
        return weight == 0 ? Optional.empty() : Optional.of(Math.min(1, weighted / weight));
    }

    private void date(ScannedBook book, Document.Builder document) {
        String stated = book.catalogue().date();
        Optional<CatalogueDate> date = CatalogueDate.parse(stated);
        date.map(CatalogueDate::year).ifPresent(document::year);
        if (date.isPresent() && !stated.equals("" + date.get().year())) {
            document.attribute(Document.DATE, stated);
        }
        if (date.isEmpty() && !stated.isEmpty()) {
            bad.report(new BadRecord(
                    at(book.about().get(0).name()),
                    "absurd date",
                    "'" + stated + "'",
                    "correct the date, or take it out: a book without one is undated"));
        }
    }
}

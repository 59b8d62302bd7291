// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.corpus.Words;
import dev.seance.kit.files.TextMemory;
import dev.seance.kit.text.CatalogueDate;
import dev.seance.kit.text.LanguageCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The pages of one item of the library, as they come, and the document they make. One thread. */
final class LibraryItem {

    /** Attribute: how many volumes' pages the item has, where there are several. */
    static final String VOLUMES = "volumes";

    /** Attribute: how many of its pages lay there twice, and are read once. */
    static final String REPEATED = "repeated-pages";

    static final String SOURCE = "british-library";
    private static final String LICENCE = "CC0-1.0";

    /** What a page takes in memory beside its text. */
    private static final int PAGE_BYTES = 100;

    private static final int LANGUAGES = 4;

    private final String record;
    private final String where;
    private final TextMemory memory;
    private final List<Page> pages = new ArrayList<>();
    private Map<String, String> catalogue = Map.of();
    private long bytes;

    /** @param where the file and entry it begins in, for messages and provenance */
    LibraryItem(String record, String where, TextMemory memory) {
        this.record = record;
        this.where = where;
        this.memory = memory;
    }

    String record() {
        return record;
    }

    boolean isEmpty() {
        return pages.isEmpty();
    }

    /** How much memory its text takes, about. */
    long bytes() {
        return bytes;
    }

    /**
     * Adds the next page.
     *
     * @throws BadRow when the page's confidence is impossible; the page is not added
     * @throws dev.seance.api.run.UserError when the item does not fit into memory
     */
    void add(PageRow row) throws BadRow {
        if (row.ocrConfidence().filter(value -> value < 0 || value > 1).isPresent()) {
            throw new BadRow(
                    "impossible word confidence",
                    PageRow.CONFIDENCE + " " + row.ocrConfidence().get() + " is not in 0..1",
                    "correct the value, or take the column out");
        }
        bytes += row.text().length() + PAGE_BYTES;
        memory.check(where + ", item " + record, bytes);
        if (catalogue.isEmpty()) {
            catalogue = row.catalogue();
        }
        pages.add(new Page(row.number(), row.ocrConfidence(), row.text()));
    }

    /** The document; an absurd date is reported, and left out when that is allowed. */
    Document document(BadRecords bad) {
        VolumeOrder order = VolumeOrder.of(pages);
        Document.Builder document = Document.of(record, order.pages())
                .title(value("title"))
                .author(value("name"))
                .language(LanguageCodes.of(value("language_1")))
                .place(value("place"))
                .attribute(Document.PUBLISHER, value("publisher"))
                .attribute("country", value("country_of_publication_1"))
                .attribute("countries", value("all_countries_of_publication"))
                .attribute("names", value("all_names"))
                .attribute("physical-description", value("physical_description"))
                .attribute("languages", languages())
                .attribute(REPEATED, order.repeated() > 0 ? "" + order.repeated() : "")
                .attribute(VOLUMES, order.volumes() > 1 ? "" + order.volumes() : "")
                .provenance(new Provenance(SOURCE, where, LICENCE));
        confidence(order.pages()).ifPresent(document::ocrConfidence);
        date(document, bad);
        return document.build();
    }

    /** The mean of the pages' by their words; in the pages' final order, for the sum of doubles depends on it. */
    private static Optional<Double> confidence(List<Page> pages) {
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

    /** The year the library files it under, and its words for the date where they say more. */
    private void date(Document.Builder document, BadRecords bad) {
        String raw = value("raw_date");
        Optional<CatalogueDate> date = dated("date", value("date"), bad);
        if (date.isEmpty() && value("date").isEmpty()) {
            date = CatalogueDate.parse(raw);
        }
        date.map(CatalogueDate::year).ifPresent(document::year);
        if (!raw.equals(date.map(found -> "" + found.year()).orElse(""))) {
            document.attribute(Document.DATE, raw);
        }
    }

    private Optional<CatalogueDate> dated(String column, String value, BadRecords bad) {
        Optional<CatalogueDate> date = CatalogueDate.parse(value);
        if (date.isEmpty() && !value.isEmpty()) {
            bad.report(new BadRecord(
                    where + ", item " + record,
                    "absurd date",
                    column + " '" + value + "'",
                    "correct the date, or take it out: an item without one is undated"));
        }
        return date;
    }

    /** All languages, when there are several. */
    private String languages() {
        List<String> all = IntStream.rangeClosed(1, LANGUAGES)
                .mapToObj(i -> value("language_" + i))
                .filter(name -> !name.isEmpty())
                .map(name -> LanguageCodes.of(name).isEmpty() ? name : LanguageCodes.of(name))
                .distinct()
                .toList();
        boolean unknown = all.size() == 1 && LanguageCodes.of(all.get(0)).isEmpty();
        return all.size() > 1 || unknown ? all.stream().collect(Collectors.joining(", ")) : "";
    }

    /** A column of the catalogue, or "", also for what programs write where there is no value. */
    private String value(String column) {
        String value = catalogue.getOrDefault(column, "").strip();
        return switch (value) {
            case "null", "None", "NaN", "nan", "NaT" -> "";
            default -> value;
        };
    }
}

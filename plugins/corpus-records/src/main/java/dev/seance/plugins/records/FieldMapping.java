// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Provenance;
import dev.seance.kit.text.CatalogueDate;
import dev.seance.kit.text.LanguageCodes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes documents of records: which of the columns there are is the text, the title and so on. A name fits the column that
 * is spelt so, or else one that differs in case and in what stands between words.
 */
final class FieldMapping {

    /** Longer values are texts of their own, not what is known of a text. */
    private static final int LONGEST_ATTRIBUTE = 1000;

    private final FieldOptions options;
    private final String language;
    private final String source;
    private final Optional<String> text;
    private final Optional<String> id;
    private final Optional<String> title;
    private final Optional<String> author;
    private final Optional<String> year;
    private final Optional<String> languageColumn;
    private final Optional<String> place;
    private final Optional<String> confidence;
    private final Optional<String> sourceColumn;
    private final Optional<String> licence;
    private final Set<String> used = new HashSet<>();
    private final List<String> missing = new ArrayList<>();

    /**
     * @param columns the columns there are
     * @param language of records that do not say
     * @param source what documents name as their collection when the records do not
     */
    FieldMapping(FieldOptions options, Collection<String> columns, String language, String source) {
        this.options = options;
        this.language = language;
        this.source = source;
        this.text = find(columns, Optional.of(options.text()));
        this.id = find(columns, options.id(), "id");
        this.title = find(columns, options.title(), "title");
        this.author = find(columns, options.author(), "author");
        this.year = find(columns, options.year(), "year", "date");
        this.languageColumn = find(columns, options.language(), "language");
        this.place = find(columns, options.place(), "place");
        this.confidence = find(columns, options.ocrConfidence(), "ocr-confidence");
        this.sourceColumn = find(columns, options.source(), "source");
        this.licence = find(columns, options.licence(), "licence", "license");
        for (String attribute : options.attributes()) {
            if (!attribute.equals(FieldOptions.ALL) && match(columns, attribute).isEmpty()) {
                missing.add(attribute);
            }
        }
    }

    private Optional<String> find(Collection<String> columns, Optional<String> named, String... usual) {
        Optional<String> found = named.flatMap(name -> match(columns, name));
        if (named.isPresent() && found.isEmpty()) {
            missing.add(named.get());
        }
        for (int i = 0; named.isEmpty() && found.isEmpty() && i < usual.length; i++) {
            found = match(columns, usual[i]);
        }
        found.ifPresent(used::add);
        return found;
    }

    private static Optional<String> match(Collection<String> columns, String name) {
        if (columns.contains(name)) {
            return Optional.of(name);
        }
        String normalized = Columns.normalized(name);
        return columns.stream()
                .filter(column -> Columns.normalized(column).equals(normalized))
                .findFirst();
    }

    /** Columns that the options name and that are not there. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    /** Whether there is a text, and an id where the options name one. */
    boolean complete() {
        return text.isPresent() && (options.id().isEmpty() || id.isPresent());
    }

    /**
     * The document of a record.
     *
     * @param record the values by column, of which some may be null
     * @param file where it is from
     * @param number which of the file's records it is, from 1, or where in the file it stands
     * @param notes receives what is wrong with a field that is left out, when that is allowed
     * @throws BadRow when it has no text
     */
    Document document(Map<String, String> record, String file, String number, List<BadRow> notes) throws BadRow {
        String found = text.map(record::get).map(String::strip).orElse("");
        if (found.isEmpty()) {
            throw new BadRow("no text", "'" + options.text() + "' is null or empty", "take the record out");
        }
        List<Page> page = List.of(new Page("", Optional.empty(), PageText.of(record.get(text.get()))));
        Document.Builder document = Document.of(id(record, file, number), page)
                .title(value(record, title))
                .author(value(record, author))
                .place(value(record, place))
                .language(language(record))
                .provenance(new Provenance(
                        value(record, sourceColumn).isEmpty() ? source : value(record, sourceColumn),
                        file,
                        value(record, licence)));
        year(record, document, notes);
        confidence(record, document, notes);
        record.forEach((column, value) -> {
            if (value != null && isAttribute(column, value)) {
                document.attribute(Columns.attribute(column), value.strip());
            }
        });
        return document.build();
    }

    private String id(Map<String, String> record, String file, String number) throws BadRow {
        if (id.isEmpty()) {
            return file + ":" + number;
        }
        String value = value(record, id);
        if (value.isEmpty()) {
            throw new BadRow("no id", "'" + id.get() + "' is null or empty", "give the record an id");
        }
        return value;
    }

    private String language(Map<String, String> record) {
        String value = value(record, languageColumn);
        return value.isEmpty() ? language : LanguageCodes.of(value);
    }

    private void year(Map<String, String> record, Document.Builder document, List<BadRow> notes) {
        String value = value(record, year);
        Optional<CatalogueDate> date = CatalogueDate.parse(value);
        date.map(CatalogueDate::year).ifPresent(document::year);
        if (date.isPresent() && !value.equals("" + date.get().year())) {
            document.attribute(Document.DATE, value);
        }
        if (date.isEmpty() && !value.isEmpty()) {
            notes.add(new BadRow(
                    "absurd date",
                    "'" + year.get() + "' is '" + value + "'",
                    "correct the date, or take it out: a text without one is undated"));
        }
    }

    private void confidence(Map<String, String> record, Document.Builder document, List<BadRow> notes) {
        String value = value(record, confidence);
        double number = PageText.number(value);
        if (number >= 0 && number <= 1) {
            document.ocrConfidence(number);
        } else if (!value.isEmpty() && !value.equalsIgnoreCase("nan")) {
            notes.add(new BadRow(
                    "impossible word confidence",
                    "'" + confidence.get() + "' is '" + value + "'",
                    "correct the value: it is a number from 0 to 1"));
        }
    }

    private boolean isAttribute(String column, String value) {
        if (options.attributes().equals(List.of(FieldOptions.ALL))) {
            return !used.contains(column)
                    && value.length() <= LONGEST_ATTRIBUTE
                    && !Columns.attribute(column).isEmpty();
        }
        return options.attributes().stream()
                .anyMatch(name -> Columns.normalized(name).equals(Columns.normalized(column)));
    }

    private static String value(Map<String, String> record, Optional<String> column) {
        String value = column.map(record::get).map(String::strip).orElse("");
        return value.equals("null") || value.equals("None") ? "" : value;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One text of a corpus: a book, a chapter, a speech. A transcription is a single page without a number; a scan has as many
 * pages as its source knows of, until a filter joins them.
 *
 * @param id unique within its corpus, stable from run to run; never blank
 * @param title the title, or ""
 * @param author the author, or ""
 * @param year the year of first publication, where known
 * @param language an ISO 639-1 code such as {@code en}, or ""
 * @param place where it was published, or ""
 * @param ocrConfidence mean word confidence of the scan, 0 to 1; empty for transcriptions
 * @param attributes what else is known, by lower-case names joined by hyphens, sorted; names that several sources and
 *     filters use are constants of this class
 * @param pages the text, page by page; at least one
 * @param provenance where it came from
 */
public record Document(
        String id,
        String title,
        String author,
        Optional<Integer> year,
        String language,
        String place,
        Optional<Double> ocrConfidence,
        Map<String, String> attributes,
        List<Page> pages,
        Provenance provenance) {

    /** Attribute: the date as the catalogue has it, where that is more than a year: {@code 1850-1860}, {@code [1852?]}. */
    public static final String DATE = "date";

    /** Attribute: what kind of text it is, such as {@code novel}. */
    public static final String KIND = "kind";

    /** Attribute: the publisher. */
    public static final String PUBLISHER = "publisher";

    /** Attribute: how good the text is, as a filter judged it, such as {@code good}. */
    public static final String QUALITY = "quality";

    public Document {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a document needs an id");
        }
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(year, "year");
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(ocrConfidence, "ocrConfidence");
        Objects.requireNonNull(provenance, "provenance");
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
        pages = List.copyOf(pages);
        if (pages.isEmpty()) {
            throw new IllegalArgumentException("document " + id + " has no page; a text without pages is one page");
        }
        checkConfidence(ocrConfidence, id);
    }

    static void checkConfidence(Optional<Double> confidence, String what) {
        if (confidence.filter(value -> !(value >= 0 && value <= 1)).isPresent()) {
            throw new IllegalArgumentException(
                    "OCR confidence " + confidence.get() + " of " + what + " is not in 0..1");
        }
    }

    /** A builder for a document of that id and text, everything else unknown. */
    public static Builder of(String id, String text) {
        return of(id, List.of(new Page("", Optional.empty(), text)));
    }

    /** A builder for a document of that id and pages, everything else unknown. */
    public static Builder of(String id, List<Page> pages) {
        return new Builder(id, pages);
    }

    /** The whole text, with {@code \n} line ends and one such between two pages. */
    public String text() {
        if (pages.size() == 1) {
            return pages.get(0).text();
        }
        return pages.stream().map(Page::text).collect(Collectors.joining("\n"));
    }

    /** Whether the text is that of numbered pages. */
    public boolean paged() {
        return pages.size() > 1 || !pages.get(0).number().isEmpty();
    }

    /** The same document with another text, all on one page without a number. */
    public Document withText(String newText) {
        return withPages(List.of(new Page("", Optional.empty(), newText)));
    }

    /** The same document with other pages, at least one. */
    public Document withPages(List<Page> newPages) {
        return new Document(id, title, author, year, language, place, ocrConfidence, attributes, newPages, provenance);
    }

    /** The same document with each page's text changed. */
    public Document mapText(UnaryOperator<String> change) {
        return withPages(pages.stream()
                .map(page -> page.withText(change.apply(page.text())))
                .toList());
    }

    /** The same document with one more attribute, or another value of it. */
    public Document withAttribute(String name, String value) {
        Map<String, String> more = new TreeMap<>(attributes);
        more.put(name, value);
        return new Document(id, title, author, year, language, place, ocrConfidence, more, pages, provenance);
    }

    /** Words: runs of anything but white space. */
    public long words() {
        return pages.stream().mapToLong(page -> Words.count(page.text())).sum();
    }

    /** Collects a document's fields; a setter that is not called leaves its field unknown. Not thread-safe. */
    public static final class Builder {

        private final String id;
        private final List<Page> pages;
        private String title = "";
        private String author = "";
        private Optional<Integer> year = Optional.empty();
        private String language = "";
        private String place = "";
        private Optional<Double> ocrConfidence = Optional.empty();
        private final Map<String, String> attributes = new TreeMap<>();
        private Provenance provenance = Provenance.UNKNOWN;

        private Builder(String id, List<Page> pages) {
            this.id = id;
            this.pages = pages;
        }

        public Builder title(String value) {
            title = value;
            return this;
        }

        public Builder author(String value) {
            author = value;
            return this;
        }

        public Builder year(int value) {
            year = Optional.of(value);
            return this;
        }

        public Builder language(String value) {
            language = value;
            return this;
        }

        public Builder place(String value) {
            place = value;
            return this;
        }

        public Builder ocrConfidence(double value) {
            ocrConfidence = Optional.of(value);
            return this;
        }

        /** Adds an attribute; "" adds none. */
        public Builder attribute(String name, String value) {
            if (!value.isEmpty()) {
                attributes.put(name, value);
            }
            return this;
        }

        public Builder provenance(Provenance value) {
            provenance = value;
            return this;
        }

        public Document build() {
            return new Document(id, title, author, year, language, place, ocrConfidence, attributes, pages, provenance);
        }
    }
}

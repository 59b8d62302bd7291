// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.util.Objects;
import java.util.Optional;

/**
 * One text of a corpus: a book, a chapter, a speech.
 *
 * @param id unique within its corpus, stable from run to run; never blank
 * @param title the title, or ""
 * @param author the author, or ""
 * @param year the year of first publication, where known
 * @param language an ISO 639-1 code such as {@code en}, or ""
 * @param place where it was published, or ""
 * @param ocrConfidence mean word confidence of the scan, 0 to 1; empty for transcriptions
 * @param text the text, with {@code \n} line ends
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
        String text,
        Provenance provenance) {

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
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(provenance, "provenance");
        if (ocrConfidence.filter(value -> !(value >= 0 && value <= 1)).isPresent()) {
            throw new IllegalArgumentException(
                    "OCR confidence " + ocrConfidence.get() + " of " + id + " is not in 0..1");
        }
    }

    /** A builder for a document of that id and text, everything else unknown. */
    public static Builder of(String id, String text) {
        return new Builder(id, text);
    }

    /** The same document with another text. */
    public Document withText(String newText) {
        return new Document(id, title, author, year, language, place, ocrConfidence, newText, provenance);
    }

    /** Words: runs of anything but white space. */
    public long words() {
        return Words.count(text);
    }

    /** Collects a document's fields; a setter that is not called leaves its field unknown. Not thread-safe. */
    public static final class Builder {

        private final String id;
        private final String text;
        private String title = "";
        private String author = "";
        private Optional<Integer> year = Optional.empty();
        private String language = "";
        private String place = "";
        private Optional<Double> ocrConfidence = Optional.empty();
        private Provenance provenance = Provenance.UNKNOWN;

        private Builder(String id, String text) {
            this.id = id;
            this.text = text;
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

        public Builder provenance(Provenance value) {
            provenance = value;
            return this;
        }

        public Document build() {
            return new Document(id, title, author, year, language, place, ocrConfidence, text, provenance);
        }
    }
}

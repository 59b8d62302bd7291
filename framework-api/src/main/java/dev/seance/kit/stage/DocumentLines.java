// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Document;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * Writes documents as JSON lines, the form in which corpora are kept, and counts them. Pages are joined. The members are
 * {@code id, title, author, year, language, place, ocr_confidence, attributes, source, location, licence, text}; those
 * that are not known are left out. One thread.
 */
public final class DocumentLines implements Closeable {

    private final OutputStream out;
    private final JsonLine line;
    private CorpusSize size = CorpusSize.NOTHING;

    /** @param out is closed with this */
    public DocumentLines(OutputStream out) {
        this.out = out;
        this.line = new JsonLine(out);
    }

    public void write(Document document) throws IOException {
        write(document, CorpusSize.of(document));
    }

    /** The same for a document whose size is known. */
    void write(Document document, CorpusSize itsSize) throws IOException {
        line.begin();
        line.member("id", document.id());
        line.member("title", document.title());
        line.member("author", document.author());
        if (document.year().isPresent()) {
            line.member("year", document.year().get());
        }
        line.member("language", document.language());
        line.member("place", document.place());
        if (document.ocrConfidence().isPresent()) {
            line.member("ocr_confidence", document.ocrConfidence().get());
        }
        if (!document.attributes().isEmpty()) {
            line.name("attributes");
            line.begin();
            for (Map.Entry<String, String> attribute : document.attributes().entrySet()) {
                line.member(attribute.getKey(), attribute.getValue());
            }
            line.end();
        }
        line.member("source", document.provenance().source());
        line.member("location", document.provenance().location());
        line.member("licence", document.provenance().licence());
        line.name("text");
        line.string(document.text());
        line.end();
        line.finish();
        size = size.plus(itsSize);
    }

    /** How much was written. */
    public CorpusSize size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        line.flush();
        out.close();
    }
}

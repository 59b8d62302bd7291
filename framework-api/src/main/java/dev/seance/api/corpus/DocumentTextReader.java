// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.stream.Stream;

/** Reads the text of documents that are in memory one at a time. */
final class DocumentTextReader implements TextReader {

    private final Stream<Document> stream;
    private final Iterator<Document> documents;
    private Document document;
    private byte[] text;
    private int position;

    DocumentTextReader(Stream<Document> stream, Iterator<Document> documents) {
        this.stream = stream;
        this.documents = documents;
    }

    @Override
    public boolean next() throws IOException {
        try {
            if (!documents.hasNext()) {
                return false;
            }
            document = documents.next();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        text = Utf8.bytes(document.text());
        position = 0;
        return true;
    }

    @Override
    public String document() {
        return document.id();
    }

    @Override
    public int read(byte[] into, int from, int length) {
        int count = Math.min(length, text.length - position);
        if (count == 0) {
            return -1;
        }
        System.arraycopy(text, position, into, from, count);
        position += count;
        return count;
    }

    @Override
    public void close() {
        stream.close();
    }
}

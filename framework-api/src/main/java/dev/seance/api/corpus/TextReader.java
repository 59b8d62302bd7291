// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.util.stream.Stream;

/**
 * Reads the text of documents, one after the other, as UTF-8 bytes: what a reader needs that looks at letters and not
 * at titles and years, for documents of any length. Not thread-safe.
 *
 * <pre>{@code
 * while (reader.next()) {
 *     for (int n = reader.read(bytes, 0, bytes.length); n >= 0; n = reader.read(bytes, 0, bytes.length)) { … }
 * }
 * }</pre>
 */
public interface TextReader extends Closeable {

    /** Goes on to the next document, leaving unread what is left of this one. Called before the first one as well. */
    boolean next() throws IOException;

    /** What to call the present document in a message: its id, or its file. */
    String document();

    /**
     * Reads on in the present document. All its bytes together are well-formed UTF-8; one call may end within a
     * character.
     *
     * @param length how many bytes there is room for, at least 1
     * @return how many were read, at least 1; -1 at the document's end
     */
    int read(byte[] into, int from, int length) throws IOException;

    /** Reads the text of documents; closes their stream when it is closed. */
    static TextReader of(Stream<Document> documents) {
        return new DocumentTextReader(documents, documents.iterator());
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.Document;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the documents of a split one after the other. One thread. */
interface DocumentReader extends Closeable {

    /** The next document, or empty at the end. */
    Optional<Document> next() throws IOException;

    /** The documents as a stream, which closes the reader. */
    static Stream<Document> stream(DocumentReader reader) {
        Spliterator<Document> documents =
                new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
                    @Override
                    public boolean tryAdvance(Consumer<? super Document> action) {
                        try {
                            Optional<Document> next = reader.next();
                            next.ifPresent(action);
                            return next.isPresent();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                };
        return StreamSupport.stream(documents, false).onClose(() -> {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}

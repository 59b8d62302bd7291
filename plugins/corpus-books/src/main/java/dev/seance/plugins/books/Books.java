// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

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

/** Reads the books in a file, one after the other; it opens the file when the first is asked for. One thread. */
interface Books extends Closeable {

    /** The next book, or empty at the end. */
    Optional<Document> next() throws IOException;

    /** The books as a stream, which closes the reader. */
    static Stream<Document> stream(Books books) {
        Spliterator<Document> all =
                new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
                    @Override
                    public boolean tryAdvance(Consumer<? super Document> action) {
                        try {
                            Optional<Document> next = books.next();
                            next.ifPresent(action);
                            return next.isPresent();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                };
        return StreamSupport.stream(all, false).onClose(() -> {
            try {
                books.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The documents that a corpus step let through, as later steps read them. Immutable; safe for use by several threads,
 * each with streams of its own.
 */
public interface Corpus {

    /** The name of the step that made it. */
    String name();

    /** How much there is of a part. */
    CorpusSize size(Subset part);

    /** How many shards a part has; a shard is the unit of parallel reading. May be 0. */
    int shards(Subset part);

    /**
     * Reads one shard lazily, in the corpus's order. The caller closes the stream.
     *
     * @param shard from 0 to {@code shards(part) - 1}
     */
    Stream<Document> read(Subset part, int shard) throws IOException;

    /**
     * Reads the text of one shard's documents, in the corpus's order; documents of any length, without making a string
     * of each. The caller closes the reader.
     *
     * @param shard from 0 to {@code shards(part) - 1}
     */
    default TextReader readText(Subset part, int shard) throws IOException {
        return TextReader.of(read(part, shard));
    }

    /** Reads a whole part, shard after shard, lazily. The caller closes the stream. */
    default Stream<Document> read(Subset part) {
        return IntStream.range(0, shards(part)).boxed().flatMap(shard -> {
            try {
                return read(part, shard);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/** A model that predicts. Confined to one thread at a time, with everything it opened. */
public interface LanguageModel extends AutoCloseable {

    ModelConfig config();

    /** Opens a text to read and continue, with a cache of keys and values of its own. The caller closes it. */
    DecodingSession decode();

    /**
     * The loss on a batch.
     *
     * @throws IllegalArgumentException when an id is not in the vocabulary or the rows are longer than the context
     */
    Loss score(TokenBatch batch);

    @Override
    void close();
}

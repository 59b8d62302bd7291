// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/** A model that predicts. Confined to one thread at a time, with everything it opened. */
public interface LanguageModel extends AutoCloseable {

    ModelConfig config();

    /** What its weights are read in where one token is read after a text; several at once may be read in another format. */
    default WeightFormat weightFormat() {
        return WeightFormat.FP32;
    }

    /** Opens a text to read and continue, with a cache of keys and values of its own. The caller closes it. */
    DecodingSession decode();

    /**
     * Opens so many places for texts that are written together. The caller closes it. By default one text is read after the
     * other; an engine that reads its weights once for all of them overrides this.
     *
     * @param slots at least 1
     */
    default DecodingBatch decodeTogether(int slots) {
        return new SessionBatch(this, slots);
    }

    /**
     * The loss on a batch.
     *
     * @throws IllegalArgumentException when an id is not in the vocabulary or the rows are longer than the context
     */
    Loss score(TokenBatch batch);

    @Override
    void close();
}

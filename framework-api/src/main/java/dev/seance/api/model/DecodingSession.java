// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/** A text being read or written by a model, with the cached keys and values of what it has seen. */
public interface DecodingSession extends AutoCloseable {

    /** Tokens seen so far. */
    int position();

    /**
     * Reads on, and predicts what comes next. Cutting the same tokens into other calls gives the same logits but for
     * rounding.
     *
     * @param tokens at least one id
     * @param logits receives one number per entry of the vocabulary
     * @throws IllegalArgumentException when the text would be longer than the model's context, or an id is not in
     *     the vocabulary; nothing was read
     */
    void append(int[] tokens, float[] logits);

    @Override
    void close();
}

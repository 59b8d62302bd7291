// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/**
 * Several texts that one model writes together: what they have in common, reading the weights, is done once for all of
 * them. Each has a slot, from 0 to {@code slots() - 1}, and is as far as it is. Confined to the model's thread.
 */
public interface DecodingBatch extends AutoCloseable {

    /** How many texts there can be at a time. */
    int slots();

    /** Tokens that the text in a slot has; 0 when there is none. */
    int position(int slot);

    /**
     * Reads the text in a slot on, as {@link DecodingSession#append} does.
     *
     * @param tokens at least one id
     * @param logits receives one number per entry of the vocabulary
     * @throws IllegalArgumentException when the text would be longer than the model's context, or an id is not in
     *     the vocabulary; nothing was read
     */
    void append(int slot, int[] tokens, float[] logits);

    /**
     * Reads the texts of some slots on by one token each: as {@link #append} for each of them, but for rounding.
     *
     * @param slots at least one, none twice
     * @param tokens a token for each of them
     * @param logits receives, for each of them, one number per entry of the vocabulary
     * @throws IllegalArgumentException as {@link #append}; nothing was read
     * @throws RuntimeException when the engine fails, such as for want of memory; the batch may be closed then, and other
     *     texts of the model are as they were
     */
    void step(int[] slots, int[] tokens, float[][] logits);

    /** Forgets the text of a slot, so that another can begin there. */
    void clear(int slot);

    @Override
    void close();
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.util.Set;

/** Rows of tokens to learn from or to measure on, ready for a model: packed, masked and in their order. */
interface Rows {

    /** How many rows there are. */
    int count();

    /**
     * Writes one row of C tokens, C the context.
     *
     * @param row from 0 to {@code count() - 1}
     * @param inputs receives C ids, from {@code at}
     * @param targets receives the C ids to be predicted, {@link dev.seance.api.model.TokenBatch#IGNORED} where none is
     * @return how many of the inputs are of a text; those after them are padding
     */
    int fill(int row, int[] inputs, int[] targets, int at);

    /** The documents or dialogues a row is made of, for messages; may read the disk. */
    Set<String> sources(int row);
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.util.Set;

/** Packed sequences of the context's length to train or validate on, masked and in their order. */
interface SequenceDataset {

    /** How many sequences there are. */
    int count();

    /**
     * Writes one sequence of C tokens, C the context.
     *
     * @param index from 0 to {@code count() - 1}
     * @param inputs receives C ids, from {@code at}
     * @param targets receives the C ids to be predicted, {@link dev.seance.api.model.TokenBatch#IGNORED} where none is
     * @return how many of the inputs are text; those after them are padding
     */
    int fill(int index, int[] inputs, int[] targets, int at);

    /** The documents or dialogues in a sequence, for messages; may read the disk. */
    Set<String> sources(int index);
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TokenBatch;

/**
 * Hands token ids to the engine. They are checked before: on a GPU an id outside its table is a device-wide fault, after
 * which the process has to end.
 */
final class Batches {
    private Batches() {}

    /**
     * @throws IllegalArgumentException when the batch is longer than the context or an id is outside the vocabulary
     */
    static void check(ModelConfig shape, TokenBatch batch) {
        if (batch.length() > shape.context()) {
            throw new IllegalArgumentException(
                    "sequences of " + batch.length() + " tokens, but the model's context is " + shape.context());
        }
        check(shape, batch.inputs(), 0);
        check(shape, batch.targets(), TokenBatch.IGNORED);
    }

    /** @throws IllegalArgumentException when an id is below {@code least} or not in the vocabulary */
    static void check(ModelConfig shape, int[] ids, int least) {
        for (int id : ids) {
            if (id < least || id >= shape.vocabularySize()) {
                throw new IllegalArgumentException(
                        "token " + id + " in a vocabulary of " + shape.vocabularySize() + " entries");
            }
        }
    }

    static NDArray inputs(NDManager arrays, TokenBatch batch) {
        return arrays.create(batch.inputs(), new Shape(batch.rows(), batch.length()));
    }

    static NDArray targets(NDManager arrays, TokenBatch batch) {
        return arrays.create(batch.targets(), new Shape(batch.rows(), batch.length()));
    }
}

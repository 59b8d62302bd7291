// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seance.api.model.TokenBatch;

/** Hands token ids, which were checked, to the engine. */
final class Batches {
    private Batches() {}

    static NDArray inputs(NDManager arrays, TokenBatch batch) {
        return arrays.create(batch.inputs(), new Shape(batch.rows(), batch.length()));
    }

    static NDArray targets(NDManager arrays, TokenBatch batch) {
        return arrays.create(batch.targets(), new Shape(batch.rows(), batch.length()));
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.DecodingBatch;
import dev.seance.api.model.DecodingSession;

/** The one text of a batch of one. */
final class TensorFlowDecoding implements DecodingSession {
    private final DecodingBatch batch;

    TensorFlowDecoding(DecodingBatch batch) {
        this.batch = batch;
    }

    @Override
    public int position() {
        return batch.position(0);
    }

    @Override
    public void append(int[] tokens, float[] logits) {
        batch.append(0, tokens, logits);
    }

    @Override
    public void close() {
        batch.close();
    }
}

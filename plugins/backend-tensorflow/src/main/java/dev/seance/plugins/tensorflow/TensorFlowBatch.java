// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.DecodingBatch;
import dev.seance.api.model.ModelConfig;
import dev.seance.kit.model.TokenIds;

/** Texts whose keys and values are in one cache, so that several are read on in one pass. */
final class TensorFlowBatch implements DecodingBatch {
    private final DecodingCache cache;
    private final ModelConfig config;
    private final Runnable onClose;
    private final int[] positions;
    private boolean closed;

    TensorFlowBatch(DecodingCache cache, ModelConfig config, Runnable onClose) {
        this.cache = cache;
        this.config = config;
        this.onClose = onClose;
        this.positions = new int[cache.slots()];
    }

    @Override
    public int slots() {
        return positions.length;
    }

    @Override
    public int position(int slot) {
        return positions[slot];
    }

    @Override
    public void append(int slot, int[] tokens, float[] logits) {
        requireOpen();
        if (tokens.length == 0) {
            throw new IllegalArgumentException("no tokens to read");
        }
        check(slot, tokens.length, logits);
        TokenIds.check(config, tokens, 0);
        cache.read(new int[] {slot}, new int[] {positions[slot]}, tokens, new float[][] {logits});
        positions[slot] += tokens.length;
    }

    @Override
    public void step(int[] slots, int[] tokens, float[][] logits) {
        requireOpen();
        if (slots.length == 0 || tokens.length != slots.length || logits.length != slots.length) {
            throw new IllegalArgumentException(
                    slots.length + " slots, " + tokens.length + " tokens, " + logits.length + " arrays for logits");
        }
        boolean[] seen = new boolean[positions.length];
        int[] starts = new int[slots.length];
        for (int i = 0; i < slots.length; i++) {
            if (seen[slots[i]]) {
                throw new IllegalArgumentException("slot " + slots[i] + " is there twice");
            }
            seen[slots[i]] = true;
            check(slots[i], 1, logits[i]);
            starts[i] = positions[slots[i]];
        }
        TokenIds.check(config, tokens, 0);
        cache.read(slots, starts, tokens, logits);
        for (int slot : slots) {
            positions[slot]++;
        }
    }

    private void check(int slot, int more, float[] logits) {
        if (positions[slot] + more > config.context()) {
            throw new IllegalArgumentException("the text of slot " + slot + " would be " + (positions[slot] + more)
                    + " tokens long, but the model's context is " + config.context());
        }
        if (logits.length != config.vocabularySize()) {
            throw new IllegalArgumentException(
                    "an array of " + logits.length + " for the logits of a vocabulary of " + config.vocabularySize());
        }
    }

    @Override
    public void clear(int slot) {
        requireOpen();
        positions[slot] = 0;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this text is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.run();
        }
    }
}

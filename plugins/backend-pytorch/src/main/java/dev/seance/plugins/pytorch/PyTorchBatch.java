// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seance.api.model.DecodingBatch;
import dev.seance.api.model.ModelConfig;
import dev.seance.kit.model.TokenIds;

/** Sequences whose caches are parts of one, so that the program can read several on in one pass. */
final class PyTorchBatch implements DecodingBatch {
    private final Program program;
    private final ModelConfig shape;
    private final long number;
    private final int[] positions;
    private boolean closed;

    /** @param number of the first sequence; each slot has the next one */
    PyTorchBatch(Program program, ModelConfig shape, long number, int slots) {
        if (slots < 1) {
            throw new IllegalArgumentException(slots + " slots; at least 1");
        }
        this.program = program;
        this.shape = shape;
        this.number = number;
        this.positions = new int[slots];
        program.call(call -> call.run(
                "open_batch", call.arrays().create(number), call.arrays().create((long) slots)));
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
        PyTorchDecoding.read(program, shape, number + slot, positions[slot], tokens, logits);
        positions[slot] += tokens.length;
    }

    @Override
    public void step(int[] slots, int[] tokens, float[][] logits) {
        requireOpen();
        check(slots, tokens, logits);
        if (slots.length == 1) { // the products with a vector are faster than those with a matrix of one row
            append(slots[0], tokens, logits[0]);
            return;
        }
        int rows = 0;
        for (int slot : slots) {
            rows = Math.max(rows, slot + 1);
        }
        int[] allTokens = new int[rows];
        int[] allPositions = new int[rows];
        for (int i = 0; i < slots.length; i++) {
            allTokens[slots[i]] = tokens[i];
            allPositions[slots[i]] = positions[slots[i]];
        }
        float[] found = together(slots, allTokens, allPositions);
        int vocabulary = shape.vocabularySize();
        for (int i = 0; i < slots.length; i++) {
            System.arraycopy(found, i * vocabulary, logits[i], 0, vocabulary);
            positions[slots[i]]++;
        }
    }

    /** A pass that fails in its middle has left some of what it did: there is no going on after it. */
    private float[] together(int[] slots, int[] tokens, int[] positions) {
        boolean done = false;
        try {
            float[] found = program.call(call -> {
                NDManager arrays = call.arrays();
                return call.run(
                                "decode_together",
                                arrays.create(number),
                                arrays.create(slots),
                                arrays.create(tokens, new Shape(tokens.length, 1)),
                                arrays.create(positions))
                        .get(0)
                        .toFloatArray();
            });
            done = true;
            return found;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private void check(int[] slots, int[] tokens, float[][] logits) {
        if (slots.length == 0 || tokens.length != slots.length || logits.length != slots.length) {
            throw new IllegalArgumentException(
                    slots.length + " slots, " + tokens.length + " tokens, " + logits.length + " arrays for logits");
        }
        boolean[] seen = new boolean[positions.length];
        for (int i = 0; i < slots.length; i++) {
            if (seen[slots[i]]) {
                throw new IllegalArgumentException("slot " + slots[i] + " is there twice");
            }
            seen[slots[i]] = true;
            if (positions[slots[i]] == shape.context() || logits[i].length != shape.vocabularySize()) {
                throw new IllegalArgumentException("the text of slot " + slots[i] + " is " + positions[slots[i]]
                        + " tokens long, the model's context " + shape.context() + "; its logits have room for "
                        + logits[i].length + " of " + shape.vocabularySize());
            }
        }
        TokenIds.check(shape, tokens, 0);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this batch is closed");
        }
    }

    @Override
    public void clear(int slot) {
        requireOpen();
        if (positions[slot] > 0) {
            program.call(call -> call.run("clear_sequence", call.arrays().create(number + slot)));
            positions[slot] = 0;
        }
    }

    @Override
    public void close() {
        // A closed program has dropped its sequences with everything else.
        if (!closed && !program.isClosed()) {
            program.call(call -> call.run(
                    "close_batch", call.arrays().create(number), call.arrays().create((long) positions.length)));
        }
        closed = true;
    }
}

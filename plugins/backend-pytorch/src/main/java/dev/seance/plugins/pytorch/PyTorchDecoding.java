// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.ModelConfig;
import dev.seance.kit.model.TokenIds;

/** One sequence; its cache of keys and values is in the program under its number. */
final class PyTorchDecoding implements DecodingSession {
    private final Program program;
    private final ModelConfig shape;
    private final long number;
    private int position;
    private boolean closed;

    PyTorchDecoding(Program program, ModelConfig shape, long number) {
        this.program = program;
        this.shape = shape;
        this.number = number;
        program.call(call -> call.run("open_sequence", call.arrays().create(number)));
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public void append(int[] tokens, float[] logits) {
        if (closed) {
            throw new IllegalStateException("this sequence is closed");
        }
        read(program, shape, number, position, tokens, logits);
        position += tokens.length;
    }

    /** Reads a sequence on from a position. */
    static void read(Program program, ModelConfig shape, long number, int position, int[] tokens, float[] logits) {
        if (tokens.length == 0 || logits.length != shape.vocabularySize()) {
            throw new IllegalArgumentException(tokens.length + " tokens, and an array of " + logits.length
                    + " for the logits of a vocabulary of " + shape.vocabularySize());
        }
        if (position + tokens.length > shape.context()) {
            throw new IllegalArgumentException("the sequence would be " + (position + tokens.length)
                    + " tokens long, but the model's context is " + shape.context());
        }
        TokenIds.check(shape, tokens, 0);
        float[] found = program.call(call -> {
            NDManager arrays = call.arrays();
            return call.run(
                            "decode_step",
                            arrays.create(number),
                            arrays.create(tokens, new Shape(1, tokens.length)),
                            arrays.create(position))
                    .get(0)
                    .toFloatArray();
        });
        System.arraycopy(found, 0, logits, 0, logits.length);
    }

    @Override
    public void close() {
        // A closed program has dropped its sequences with everything else.
        if (!closed && !program.isClosed()) {
            program.call(call -> call.run("close_sequence", call.arrays().create(number)));
        }
        closed = true;
    }
}

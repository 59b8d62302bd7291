// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TokenBatch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model in plain Java and double precision, to test backends against: logits, loss, gradients. It is written from the
 * definition of the designs and shares no code and no formula with any backend.
 */
public final class ReferenceModel {
    private final Forward forward;

    /** Tensors by name; not copied, and whoever changes a number changes the model. */
    private final Map<String, Matrix> tensors;

    private final Rounding rounding;

    public ReferenceModel(ModelConfig shape, Map<String, Matrix> tensors) {
        this(shape, tensors, Rounding.NONE);
    }

    /** @param rounding what happens to the result of every operation */
    public ReferenceModel(ModelConfig shape, Map<String, Matrix> tensors, Rounding rounding) {
        this.forward = switch (shape.architecture()) {
            case "nanochat" -> new NanochatReference(shape);
            case "llama" -> new LlamaReference(shape);
            default -> throw new IllegalArgumentException("no reference for " + shape.architecture());
        };
        this.tensors = tensors;
        this.rounding = rounding;
    }

    /** The logits after each of the tokens, {@code [tokens, vocabulary]}. */
    public Matrix logits(int[] tokens) {
        Tape tape = new Tape(rounding);
        return forward.logits(tape, new Weights(tape, tensors), tokens).value();
    }

    /** The loss of a batch, summed over its targets, in nats. */
    public double nats(TokenBatch batch) {
        double nats = 0;
        for (int row = 0; row < batch.rows(); row++) {
            Tape tape = new Tape(rounding);
            nats += nats(tape, new Weights(tape, tensors), batch, row).value().at(0, 0);
        }
        return nats;
    }

    /** The derivative of {@code scale} times the loss by every number of every tensor. */
    public Map<String, Matrix> gradients(TokenBatch batch, double scale) {
        Map<String, Matrix> sums = new LinkedHashMap<>();
        for (int row = 0; row < batch.rows(); row++) {
            Tape tape = new Tape(rounding);
            Weights weights = new Weights(tape, tensors);
            tape.differentiate(tape.times(nats(tape, weights, batch, row), scale));
            weights.slopes().forEach((name, slope) -> sums.merge(name, slope, Matrix::plus));
        }
        return sums;
    }

    private Node nats(Tape tape, Weights weights, TokenBatch batch, int row) {
        int from = row * batch.length();
        int to = from + batch.length();
        Node logits = forward.logits(tape, weights, Arrays.copyOfRange(batch.inputs(), from, to));
        return Functions.nats(tape, logits, Arrays.copyOfRange(batch.targets(), from, to));
    }
}

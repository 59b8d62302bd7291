// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import dev.seance.api.model.ModelConfig;

/** Llama 2's design (Touvron et al. 2023), one row of tokens at a time; the head may be the embedding. */
final class LlamaReference implements Forward {
    private static final double ROPE_BASE = 10_000;
    private static final double EPSILON = 1e-5;

    private final ModelConfig shape;

    LlamaReference(ModelConfig shape) {
        this.shape = shape;
    }

    @Override
    public Node logits(Tape tape, Weights weights, int[] tokens) {
        int layers = shape.layers();
        Node x = tape.rows(weights.whole("embedding"), tokens);
        for (int layer = 0; layer < layers; layer++) {
            Node before = norm(tape, x, weights.part("attention_norm", layer, layers));
            x = tape.plus(x, attention(tape, weights, layer, before));
            Node between = norm(tape, x, weights.part("mlp_norm", layer, layers));
            x = tape.plus(x, mlp(tape, weights, layer, between));
        }
        Node head = weights.whole(shape.dimensions().flag("tied") ? "embedding" : "head");
        return Functions.linear(tape, norm(tape, x, weights.whole("final_norm")), head);
    }

    private Node attention(Tape tape, Weights weights, int layer, Node x) {
        int width = shape.width();
        int kvWidth = shape.kvHeads() * shape.headWidth();
        Node qkv = Functions.linear(tape, x, weights.part("attention_qkv", layer, shape.layers()));
        Node mixed = AttentionReference.mixed(
                tape,
                shape,
                tape.columns(qkv, 0, width),
                tape.columns(qkv, width, kvWidth),
                tape.columns(qkv, width + kvWidth, kvWidth),
                head -> Functions.rotated(tape, head, ROPE_BASE, false),
                Windows.of(shape, layer));
        return Functions.linear(tape, mixed, weights.part("attention_out", layer, shape.layers()));
    }

    /** SwiGLU (Shazeer 2020). */
    private Node mlp(Tape tape, Weights weights, int layer, Node x) {
        Node gate = Functions.linear(tape, x, weights.part("mlp_gate", layer, shape.layers()));
        Node open = tape.each(gate, LlamaReference::silu, LlamaReference::siluSlope);
        Node inner = Functions.linear(tape, x, weights.part("mlp_in", layer, shape.layers()));
        return Functions.linear(tape, tape.product(open, inner), weights.part("mlp_out", layer, shape.layers()));
    }

    private static double silu(double z) {
        return z * Functions.sigmoid(z);
    }

    private static double siluSlope(double z) {
        double open = Functions.sigmoid(z);
        return open + z * open * (1 - open);
    }

    private static Node norm(Tape tape, Node x, Node weights) {
        return tape.product(Functions.normalised(tape, x, EPSILON), weights);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import dev.seance.api.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * nanochat's model of March 2026, one row of tokens at a time, written down from its definition to be obviously right.
 *
 * <pre>
 * T  tokens    D  width    L  layers    M  layers with value embeddings
 * G  heads of keys and values    K  width of a head    V  vocabulary
 * </pre>
 */
final class NanochatReference implements Forward {
    private static final double ROPE_BASE = 100_000;
    private static final double SOFT_CAP = 15;
    private static final double SHARPER = 1.2;
    private static final double WIDEST_GATE = 3;
    private static final int SMEAR_CHANNELS = 24;
    private static final int GATE_CHANNELS = 12;

    /** PyTorch's default: the spacing of fp32 at 1. */
    private static final double EPSILON = 0x1p-23;

    private final ModelConfig shape;

    NanochatReference(ModelConfig shape) {
        this.shape = shape;
    }

    @Override
    public Node logits(Tape tape, Weights weights, int[] tokens) {
        int layers = shape.layers();
        Node start = smeared(tape, weights, norm(tape, tape.rows(weights.whole("embedding"), tokens)));
        Node x = start;
        Node middle = null;
        for (int layer = 0; layer < layers; layer++) {
            x = tape.plus(
                    tape.product(x, weights.number("resid_lambdas", layer)),
                    tape.product(start, weights.number("x0_lambdas", layer)));
            x = tape.plus(x, attention(tape, weights, layer, norm(tape, x), tokens));
            x = tape.plus(x, mlp(tape, weights, layer, norm(tape, x)));
            if (layer == layers / 2) {
                middle = x;
            }
        }
        Node backedOut = tape.times(tape.product(middle, weights.whole("backout_lambda")), -1);
        Node logits = Functions.linear(tape, norm(tape, tape.plus(x, backedOut)), weights.whole("head"));
        return tape.each(
                logits, z -> SOFT_CAP * Math.tanh(z / SOFT_CAP), z -> 1 - Math.pow(Math.tanh(z / SOFT_CAP), 2));
    }

    /** Each token's state with some of the one before it. */
    private static Node smeared(Tape tape, Weights weights, Node x) {
        int channels = Math.min(SMEAR_CHANNELS, x.columns());
        Node open = Functions.sigmoid(
                tape, Functions.linear(tape, tape.columns(x, 0, channels), weights.whole("smear_gate")));
        Node gate = tape.product(open, weights.whole("smear_lambda"));
        int[] before = IntStream.range(-1, x.rows() - 1).toArray();
        return tape.plus(x, tape.product(tape.rows(x, before), gate));
    }

    private Node attention(Tape tape, Weights weights, int layer, Node x, int[] tokens) {
        int width = shape.width();
        int kvWidth = shape.kvHeads() * shape.headWidth();
        Node qkv = Functions.linear(tape, x, weights.part("attention_qkv", layer, shape.layers()));
        Node queries = tape.columns(qkv, 0, width);
        Node keys = tape.columns(qkv, width, kvWidth);
        Node values = tape.columns(qkv, width + kvWidth, kvWidth);
        if (layer % 2 == (shape.layers() - 1) % 2) {
            values = tape.plus(values, valueEmbedding(tape, weights, layer / 2, x, tokens));
        }
        Node mixed = AttentionReference.mixed(
                tape,
                shape,
                queries,
                keys,
                values,
                head -> tape.times(norm(tape, Functions.rotated(tape, head, ROPE_BASE, true)), SHARPER),
                Windows.of(shape, layer));
        return Functions.linear(tape, mixed, weights.part("attention_out", layer, shape.layers()));
    }

    /** What tokens add to the values by themselves, head by head through a gate of the state (ResFormer). */
    private Node valueEmbedding(Tape tape, Weights weights, int index, Node x, int[] tokens) {
        int count = (shape.layers() + 1) / 2;
        int channels = Math.min(GATE_CHANNELS, shape.width());
        Node table = weights.part("value_embeddings", index, count);
        Node gates = weights.part("value_gates", index, count);
        Node embedded = tape.rows(table, tokens);
        Node open = tape.times(
                Functions.sigmoid(tape, Functions.linear(tape, tape.columns(x, 0, channels), gates)), WIDEST_GATE);
        List<Node> heads = new ArrayList<>();
        for (int head = 0; head < shape.kvHeads(); head++) {
            Node own = tape.columns(embedded, head * shape.headWidth(), shape.headWidth());
            heads.add(tape.product(own, tape.columns(open, head, 1)));
        }
        return tape.beside(heads);
    }

    private Node mlp(Tape tape, Weights weights, int layer, Node x) {
        Node inner = Functions.linear(tape, x, weights.part("mlp_in", layer, shape.layers()));
        Node squared = tape.each(inner, z -> z > 0 ? z * z : 0, z -> z > 0 ? 2 * z : 0);
        return Functions.linear(tape, squared, weights.part("mlp_out", layer, shape.layers()));
    }

    private static Node norm(Tape tape, Node x) {
        return Functions.normalised(tape, x, EPSILON);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import dev.seance.api.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors of nanochat's {@code GPT} of 31 March 2026, and where each lies in ours, in the order of its {@code
 * state_dict()}.
 *
 * <pre>
 * V  vocabulary, padded with rows to a multiple of 64    D  width    L  layers
 * G  heads of keys and values of K numbers               F  inner width, 4 D
 * </pre>
 */
final class NanochatWeights {

    /** The vocabulary is padded to a multiple of this many rows, which nothing looks up and logits leave out. */
    private static final int PADDED_TO = 64;

    /** Channels that the gates of value embeddings read, and the smear's. */
    static final int GATE_CHANNELS = 12;

    static final int SMEAR_CHANNELS = 24;

    private NanochatWeights() {}

    /**
     * A tensor of theirs.
     *
     * @param tensor name, type and shape
     * @param source ours, which holds it
     * @param from where in the source it begins, in numbers
     * @param elements how many of ours there are; what follows is padding
     */
    record Slice(TorchTensor tensor, String source, long from, long elements) {}

    /** All tensors, with the tables that tokens are looked up in in a format of their own. */
    static List<Slice> of(ModelConfig config, TorchType tables) {
        long width = config.width();
        long kv = config.dimensions().kvWidth();
        long inner = config.dimensions().mlpWidth();
        int layers = config.layers();
        List<Slice> slices = new ArrayList<>();
        for (String name : List.of("resid_lambdas", "x0_lambdas")) {
            slices.add(whole(name, name, layers));
        }
        for (String name : List.of("smear_lambda", "backout_lambda")) {
            slices.add(whole(name, name, 1));
        }
        slices.add(table("transformer.wte.weight", "embedding", 0, config, width, tables));
        for (int layer = 0; layer < layers; layer++) {
            String name = "transformer.h." + layer + ".";
            long qkv = layer * (width + 2 * kv) * width;
            slices.add(matrix(name + "attn.c_q.weight", "attention_qkv", qkv, width, width));
            slices.add(matrix(name + "attn.c_k.weight", "attention_qkv", qkv + width * width, kv, width));
            slices.add(matrix(name + "attn.c_v.weight", "attention_qkv", qkv + (width + kv) * width, kv, width));
            slices.add(matrix(name + "attn.c_proj.weight", "attention_out", layer * width * width, width, width));
            if (hasValues(layer, layers)) {
                long gates = (long) config.kvHeads() * GATE_CHANNELS;
                slices.add(matrix(
                        name + "attn.ve_gate.weight",
                        "value_gates",
                        layer / 2 * gates,
                        config.kvHeads(),
                        GATE_CHANNELS));
            }
            slices.add(matrix(name + "mlp.c_fc.weight", "mlp_in", layer * inner * width, inner, width));
            slices.add(matrix(name + "mlp.c_proj.weight", "mlp_out", layer * inner * width, width, inner));
        }
        slices.add(table("lm_head.weight", "head", 0, config, width, TorchType.FLOAT32));
        slices.add(matrix("smear_gate.weight", "smear_gate", 0, 1, SMEAR_CHANNELS));
        for (int layer = 0; layer < layers; layer++) {
            if (hasValues(layer, layers)) {
                long from = layer / 2 * config.vocabularySize() * kv;
                String name = "value_embeds." + layer + ".weight";
                slices.add(table(name, "value_embeddings", from, config, kv, tables));
            }
        }
        return slices;
    }

    /** Every other layer has value embeddings, the last among them. */
    static boolean hasValues(int layer, int layers) {
        return layer % 2 == (layers - 1) % 2;
    }

    static long padded(long vocabulary) {
        return (vocabulary + PADDED_TO - 1) / PADDED_TO * PADDED_TO;
    }

    private static Slice whole(String name, String source, long elements) {
        return new Slice(new TorchTensor(name, TorchType.FLOAT32, List.of(elements)), source, 0, elements);
    }

    private static Slice matrix(String name, String source, long from, long rows, long columns) {
        TorchTensor tensor = new TorchTensor(name, TorchType.FLOAT32, List.of(rows, columns));
        return new Slice(tensor, source, from, rows * columns);
    }

    private static Slice table(
            String name, String source, long from, ModelConfig config, long columns, TorchType type) {
        TorchTensor tensor = new TorchTensor(name, type, List.of(padded(config.vocabularySize()), columns));
        return new Slice(tensor, source, from, config.vocabularySize() * columns);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import dev.seance.api.model.ModelConfig;
import dev.seance.kit.safetensors.TensorEntry;
import dev.seance.kit.safetensors.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the tensors of {@code LlamaForCausalLM} (transformers, modeling_llama.py) lie in those of the family {@code llama}:
 * each is a stretch of rows of one of ours, in the same layout; nothing is transposed or permuted.
 */
final class LlamaWeights {

    private LlamaWeights() {}

    /**
     * A tensor to write.
     *
     * @param name theirs
     * @param source ours, which holds it
     * @param from where in the source it begins, in numbers
     * @param shape its dimensions
     */
    record Slice(String name, String source, long from, List<Long> shape) {

        TensorEntry entry(TensorType type) {
            return new TensorEntry(name, type, shape);
        }
    }

    /** All tensors, in the order that library has them. */
    static List<Slice> of(ModelConfig config) {
        long width = config.width();
        long kv = (long) config.headWidth() * config.kvHeads();
        long inner = config.dimensions().mlpWidth();
        long vocabulary = config.vocabularySize();
        List<Slice> slices = new ArrayList<>();
        slices.add(new Slice("model.embed_tokens.weight", "embedding", 0, List.of(vocabulary, width)));
        for (int layer = 0; layer < config.layers(); layer++) {
            String name = "model.layers." + layer + ".";
            long qkv = layer * (width + 2 * kv) * width;
            slices.add(new Slice(name + "self_attn.q_proj.weight", "attention_qkv", qkv, List.of(width, width)));
            slices.add(new Slice(
                    name + "self_attn.k_proj.weight", "attention_qkv", qkv + width * width, List.of(kv, width)));
            slices.add(new Slice(
                    name + "self_attn.v_proj.weight", "attention_qkv", qkv + (width + kv) * width, List.of(kv, width)));
            slices.add(layer(name + "self_attn.o_proj.weight", "attention_out", layer, width, width));
            slices.add(layer(name + "mlp.gate_proj.weight", "mlp_gate", layer, inner, width));
            slices.add(layer(name + "mlp.up_proj.weight", "mlp_in", layer, inner, width));
            slices.add(layer(name + "mlp.down_proj.weight", "mlp_out", layer, width, inner));
            slices.add(layer(name + "input_layernorm.weight", "attention_norm", layer, width));
            slices.add(layer(name + "post_attention_layernorm.weight", "mlp_norm", layer, width));
        }
        slices.add(new Slice("model.norm.weight", "final_norm", 0, List.of(width)));
        if (!config.tied()) {
            slices.add(new Slice("lm_head.weight", "head", 0, List.of(vocabulary, width)));
        }
        return slices;
    }

    private static Slice layer(String name, String source, int layer, long rows, long columns) {
        return new Slice(name, source, layer * rows * columns, List.of(rows, columns));
    }

    private static Slice layer(String name, String source, int layer, long width) {
        return new Slice(name, source, layer * width, List.of(width));
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import dev.seance.api.model.ModelConfig;
import dev.seance.kit.export.DecoderTensor;
import dev.seance.kit.safetensors.TensorEntry;
import dev.seance.kit.safetensors.TensorType;
import java.util.List;

/**
 * The tensors of {@code LlamaForCausalLM} (transformers, modeling_llama.py): each is a stretch of rows of one of ours, in
 * the same layout; nothing is transposed or permuted.
 */
final class LlamaWeights {

    private LlamaWeights() {}

    /**
     * A tensor to write.
     *
     * @param name theirs
     * @param source where ours has it
     */
    record Slice(String name, DecoderTensor source) {

        TensorEntry entry(TensorType type) {
            return new TensorEntry(name, type, source.shape());
        }
    }

    static List<Slice> of(ModelConfig config) {
        return DecoderTensor.of(config).stream()
                .map(tensor -> new Slice(name(tensor), tensor))
                .toList();
    }

    private static String name(DecoderTensor tensor) {
        String name =
                switch (tensor.weight()) {
                    case TOKENS -> "embed_tokens";
                    case ATTENTION_NORM -> "input_layernorm";
                    case QUERIES -> "self_attn.q_proj";
                    case KEYS -> "self_attn.k_proj";
                    case VALUES -> "self_attn.v_proj";
                    case ATTENTION_OUT -> "self_attn.o_proj";
                    case MLP_NORM -> "post_attention_layernorm";
                    case GATE -> "mlp.gate_proj";
                    case UP -> "mlp.up_proj";
                    case DOWN -> "mlp.down_proj";
                    case FINAL_NORM -> "norm";
                    case HEAD -> "lm_head";
                };
        String layer = tensor.weight().layered() ? "layers." + tensor.layer() + "." : "";
        return (name.equals("lm_head") ? "" : "model.") + layer + name + ".weight";
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

import dev.seance.kit.export.DecoderForward;
import dev.seance.kit.export.DecoderWeight;
import java.io.IOException;
import java.util.Map;

/**
 * A llama model in a GGUF file, by llama.cpp's names and conventions. It knows nothing of what writes the files. One thread.
 */
final class GgufReader {

    private final GgufFile file;

    GgufReader(GgufFile file) {
        this.file = file;
    }

    /** The logits after each of the tokens, [T][vocabulary]. */
    float[][] logits(int[] tokens) throws IOException {
        return new DecoderForward(shape(), this::read).logits(tokens);
    }

    DecoderForward.Shape shape() throws IOException {
        int heads = number("llama.attention.head_count").intValue();
        int width = number("llama.embedding_length").intValue();
        GgufFile.Tensor tokens = file.tensors().get(name(DecoderWeight.TOKENS, 0));
        return new DecoderForward.Shape(
                width,
                number("llama.block_count").intValue(),
                heads,
                number("llama.attention.head_count_kv").intValue(),
                width / heads,
                number("llama.feed_forward_length").intValue(),
                Math.toIntExact(tokens.rows()),
                number("llama.attention.layer_norm_rms_epsilon").doubleValue(),
                number("llama.rope.freq_base").doubleValue(),
                DecoderForward.Rotation.PAIRS,
                !file.tensors().containsKey(name(DecoderWeight.HEAD, 0)));
    }

    private Number number(String key) throws IOException {
        Map<String, Object> metadata = file.metadata();
        if (metadata.get(key) instanceof Number number) {
            return number;
        }
        throw new IOException("the metadata have no number '" + key + "'");
    }

    float[] read(DecoderWeight weight, int layer, int row, int count) throws IOException {
        return file.rows(name(weight, layer), row, count);
    }

    static String name(DecoderWeight weight, int layer) {
        String block = "blk." + layer + ".";
        return switch (weight) {
            case TOKENS -> "token_embd.weight";
            case ATTENTION_NORM -> block + "attn_norm.weight";
            case QUERIES -> block + "attn_q.weight";
            case KEYS -> block + "attn_k.weight";
            case VALUES -> block + "attn_v.weight";
            case ATTENTION_OUT -> block + "attn_output.weight";
            case MLP_NORM -> block + "ffn_norm.weight";
            case GATE -> block + "ffn_gate.weight";
            case UP -> block + "ffn_up.weight";
            case DOWN -> block + "ffn_down.weight";
            case FINAL_NORM -> "output_norm.weight";
            case HEAD -> "output.weight";
        };
    }
}

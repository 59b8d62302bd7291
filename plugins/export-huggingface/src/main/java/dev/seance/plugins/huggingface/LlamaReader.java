// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seance.kit.export.DecoderForward;
import dev.seance.kit.export.DecoderWeight;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorEntry;
import dev.seance.kit.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads an exported folder as that library does, by its own names and conventions, and computes logits in plain Java: the
 * check that an export is the model. It is written from the definition of {@code LlamaForCausalLM} and shares nothing with
 * what writes the files. One thread.
 */
final class LlamaReader {

    private final Path folder;
    private final JsonNode config;

    LlamaReader(Path folder) throws IOException {
        this.folder = folder;
        this.config = new ObjectMapper().readTree(folder.resolve("config.json").toFile());
    }

    /** The logits after each of the tokens, [T][vocabulary]. */
    float[][] logits(int[] tokens) throws IOException {
        DecoderForward.Shape shape = new DecoderForward.Shape(
                number("hidden_size"),
                number("num_hidden_layers"),
                number("num_attention_heads"),
                number("num_key_value_heads"),
                number("head_dim"),
                number("intermediate_size"),
                number("vocab_size"),
                config.get("rms_norm_eps").asDouble(),
                config.get("rope_theta").asDouble(),
                DecoderForward.Rotation.HALVES,
                config.get("tie_word_embeddings").asBoolean());
        return new DecoderForward(shape, this::read).logits(tokens);
    }

    private int number(String name) {
        return config.get(name).asInt();
    }

    private static String name(DecoderWeight weight, int layer) {
        String prefix = "model.layers." + layer + ".";
        return switch (weight) {
            case TOKENS -> "model.embed_tokens.weight";
            case ATTENTION_NORM -> prefix + "input_layernorm.weight";
            case QUERIES -> prefix + "self_attn.q_proj.weight";
            case KEYS -> prefix + "self_attn.k_proj.weight";
            case VALUES -> prefix + "self_attn.v_proj.weight";
            case ATTENTION_OUT -> prefix + "self_attn.o_proj.weight";
            case MLP_NORM -> prefix + "post_attention_layernorm.weight";
            case GATE -> prefix + "mlp.gate_proj.weight";
            case UP -> prefix + "mlp.up_proj.weight";
            case DOWN -> prefix + "mlp.down_proj.weight";
            case FINAL_NORM -> "model.norm.weight";
            case HEAD -> "lm_head.weight";
        };
    }

    private float[] read(DecoderWeight weight, int layer, int row, int count) throws IOException {
        String name = name(weight, layer);
        try (Safetensors file = Safetensors.open(folder.resolve(fileOf(name)))) {
            TensorEntry tensor = file.tensor(name);
            int columns = Math.toIntExact(tensor.shape().get(tensor.shape().size() - 1));
            long size = (long) columns * tensor.type().bytes();
            ByteBuffer bytes = file.numbers(name, row * size, count * size);
            boolean half = tensor.type() == TensorType.BF16;
            float[] numbers = new float[count * columns];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = half ? Float.intBitsToFloat(bytes.getShort() << 16) : bytes.getFloat();
            }
            return numbers;
        }
    }

    private String fileOf(String tensor) throws IOException {
        Path index = folder.resolve("model.safetensors.index.json");
        if (!Files.exists(index)) {
            return "model.safetensors";
        }
        JsonNode place =
                new ObjectMapper().readTree(index.toFile()).at("/weight_map").get(tensor);
        if (place == null) {
            throw new IOException(index + " does not name " + tensor);
        }
        return place.asText();
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * Reads an exported folder as that library does, by its own names and conventions, and computes logits in plain Java: the
 * check that an export is the model. It is written from the definition of {@code LlamaForCausalLM} and shares nothing with
 * what writes the files. Slow; one layer's weights at a time in memory. One thread.
 */
final class LlamaReader {

    private final Path folder;
    private final int width;
    private final int layers;
    private final int heads;
    private final int kvHeads;
    private final int headWidth;
    private final int inner;
    private final int vocabulary;
    private final double epsilon;
    private final double theta;
    private final boolean tied;

    LlamaReader(Path folder) throws IOException {
        this.folder = folder;
        JsonNode config =
                new ObjectMapper().readTree(folder.resolve("config.json").toFile());
        width = config.get("hidden_size").asInt();
        layers = config.get("num_hidden_layers").asInt();
        heads = config.get("num_attention_heads").asInt();
        kvHeads = config.get("num_key_value_heads").asInt();
        headWidth = config.get("head_dim").asInt();
        inner = config.get("intermediate_size").asInt();
        vocabulary = config.get("vocab_size").asInt();
        epsilon = config.get("rms_norm_eps").asDouble();
        theta = config.get("rope_theta").asDouble();
        tied = config.get("tie_word_embeddings").asBoolean();
    }

    /** The logits after each of the tokens, [T][vocabulary]. */
    float[][] logits(int[] tokens) throws IOException {
        float[] embedding = read("model.embed_tokens.weight");
        float[][] x = new float[tokens.length][];
        for (int t = 0; t < tokens.length; t++) {
            x[t] = new float[width];
            System.arraycopy(embedding, tokens[t] * width, x[t], 0, width);
        }
        for (int layer = 0; layer < layers; layer++) {
            String name = "model.layers." + layer + ".";
            attention(x, name);
            mlp(x, name);
        }
        float[] head = tied ? embedding : read("lm_head.weight");
        return linear(normed(x, read("model.norm.weight")), head, vocabulary);
    }

    private void attention(float[][] x, String layer) throws IOException {
        float[][] n = normed(x, read(layer + "input_layernorm.weight"));
        float[][] queries = linear(n, read(layer + "self_attn.q_proj.weight"), heads * headWidth);
        float[][] keys = linear(n, read(layer + "self_attn.k_proj.weight"), kvHeads * headWidth);
        float[][] values = linear(n, read(layer + "self_attn.v_proj.weight"), kvHeads * headWidth);
        rotate(queries);
        rotate(keys);
        float[][] attended = new float[x.length][heads * headWidth];
        for (int head = 0; head < heads; head++) {
            int at = head * headWidth;
            int shared = head / (heads / kvHeads) * headWidth;
            for (int t = 0; t < x.length; t++) {
                double[] weights = new double[t + 1];
                double sum = 0;
                for (int s = 0; s <= t; s++) {
                    double score = 0;
                    for (int i = 0; i < headWidth; i++) {
                        score += (double) queries[t][at + i] * keys[s][shared + i];
                    }
                    weights[s] = Math.exp(score / Math.sqrt(headWidth));
                    sum += weights[s];
                }
                for (int s = 0; s <= t; s++) {
                    for (int i = 0; i < headWidth; i++) {
                        attended[t][at + i] += (float) (weights[s] / sum * values[s][shared + i]);
                    }
                }
            }
        }
        add(x, linear(attended, read(layer + "self_attn.o_proj.weight"), width));
    }

    private void mlp(float[][] x, String layer) throws IOException {
        float[][] n = normed(x, read(layer + "post_attention_layernorm.weight"));
        float[][] gate = linear(n, read(layer + "mlp.gate_proj.weight"), inner);
        float[][] up = linear(n, read(layer + "mlp.up_proj.weight"), inner);
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < inner; i++) {
                double value = gate[t][i];
                up[t][i] *= (float) (value / (1 + Math.exp(-value)));
            }
        }
        add(x, linear(up, read(layer + "mlp.down_proj.weight"), width));
    }

    /** Halves (a, b) of each head become (a cos - b sin, b cos + a sin). */
    private void rotate(float[][] rows) {
        int half = headWidth / 2;
        for (int t = 0; t < rows.length; t++) {
            for (int at = 0; at < rows[t].length; at += headWidth) {
                for (int i = 0; i < half; i++) {
                    double angle = t * Math.pow(theta, -2.0 * i / headWidth);
                    float a = rows[t][at + i];
                    float b = rows[t][at + half + i];
                    rows[t][at + i] = (float) (a * Math.cos(angle) - b * Math.sin(angle));
                    rows[t][at + half + i] = (float) (b * Math.cos(angle) + a * Math.sin(angle));
                }
            }
        }
    }

    private float[][] normed(float[][] x, float[] weight) {
        float[][] normed = new float[x.length][width];
        for (int t = 0; t < x.length; t++) {
            double squares = 0;
            for (float value : x[t]) {
                squares += (double) value * value;
            }
            double scale = 1 / Math.sqrt(squares / width + epsilon);
            for (int i = 0; i < width; i++) {
                normed[t][i] = (float) (x[t][i] * scale * weight[i]);
            }
        }
        return normed;
    }

    /** x [T][in] times the transpose of a matrix [out, in]. */
    private static float[][] linear(float[][] x, float[] matrix, int out) {
        int in = x[0].length;
        float[][] result = new float[x.length][out];
        for (int row = 0; row < out; row++) {
            for (int t = 0; t < x.length; t++) {
                double sum = 0;
                for (int i = 0; i < in; i++) {
                    sum += (double) x[t][i] * matrix[row * in + i];
                }
                result[t][row] = (float) sum;
            }
        }
        return result;
    }

    private static void add(float[][] x, float[][] more) {
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < x[t].length; i++) {
                x[t][i] += more[t][i];
            }
        }
    }

    private float[] read(String tensor) throws IOException {
        try (Safetensors file = Safetensors.open(folder.resolve(fileOf(tensor)))) {
            ByteBuffer bytes = file.numbers(tensor).order(ByteOrder.LITTLE_ENDIAN);
            boolean half = file.tensor(tensor).type() == TensorType.BF16;
            float[] numbers = new float[Math.toIntExact(file.tensor(tensor).elements())];
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
        JsonNode places = new ObjectMapper().readTree(index.toFile()).get("weight_map");
        for (Iterator<String> names = places.fieldNames(); names.hasNext(); ) {
            if (names.next().equals(tensor)) {
                return places.get(tensor).asText();
            }
        }
        throw new IOException(index + " does not name " + tensor);
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seance.kit.safetensors.TensorNumbers;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads an exported folder as nanochat does, by its own names and conventions, and computes logits in plain Java: the check
 * that an export is the model. It is written from the definition of nanochat's {@code GPT} of 31 March 2026 and shares
 * nothing with what writes the files. Slow; one tensor's numbers at a time in memory. One thread; closed by whoever opens
 * it.
 */
final class NanochatReader implements Closeable {

    private static final double ROPE_BASE = 100_000;

    /** On queries and on keys, after their norm. */
    private static final double SHARPER = 1.2;

    private static final double GATE_RANGE = 3;
    private static final double SOFT_CAP = 15;

    /** PyTorch's default for rms_norm: the spacing of fp32 at 1. */
    private static final double EPSILON = 0x1p-23;

    /** Short windows are whole tiles of a kernel. */
    private static final int TILE = 128;

    private final TorchReader file;
    private final int width;
    private final int layers;
    private final int heads;
    private final int kvHeads;
    private final int headWidth;
    private final int vocabulary;
    private final int context;
    private final String windows;

    private NanochatReader(TorchReader file, JsonNode config) {
        this.file = file;
        width = config.get("n_embd").asInt();
        layers = config.get("n_layer").asInt();
        heads = config.get("n_head").asInt();
        kvHeads = config.get("n_kv_head").asInt();
        headWidth = width / heads;
        vocabulary = config.get("vocab_size").asInt();
        context = config.get("sequence_len").asInt();
        windows = config.get("window_pattern").asText().toUpperCase(Locale.ROOT);
    }

    static NanochatReader open(Path folder, int step) throws IOException {
        Path meta = folder.resolve(String.format(Locale.ROOT, "meta_%06d.json", step));
        JsonNode config = new ObjectMapper().readTree(meta.toFile()).get("model_config");
        try {
            return new NanochatReader(
                    TorchReader.open(folder.resolve(String.format(Locale.ROOT, "model_%06d.pt", step))), config);
        } catch (Unreadable e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The logits after each of the tokens, [T][vocabulary]. */
    float[][] logits(int[] tokens) throws IOException {
        float[][] x = normed(rows("transformer.wte.weight", tokens), width);
        x = smeared(x);
        float[][] first = copy(x);
        float[][] middle = x;
        float[] residual = read("resid_lambdas");
        float[] again = read("x0_lambdas");
        for (int layer = 0; layer < layers; layer++) {
            for (int t = 0; t < x.length; t++) {
                for (int i = 0; i < width; i++) {
                    x[t][i] = residual[layer] * x[t][i] + again[layer] * first[t][i];
                }
            }
            String name = "transformer.h." + layer + ".";
            attention(x, name + "attn.", layer, tokens);
            mlp(x, name + "mlp.");
            if (layer == layers / 2) {
                middle = copy(x);
            }
        }
        float backout = read("backout_lambda")[0];
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < width; i++) {
                x[t][i] -= backout * middle[t][i];
            }
        }
        float[][] logits = linear(normed(x, width), read("lm_head.weight"), vocabulary);
        for (float[] row : logits) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (SOFT_CAP * Math.tanh(row[i] / SOFT_CAP));
            }
        }
        return logits;
    }

    /** Each token's state with some of the one before it, by a gate that reads the first channels. */
    private float[][] smeared(float[][] x) throws IOException {
        float[] gate = read("smear_gate.weight");
        float scale = read("smear_lambda")[0];
        float[][] smeared = copy(x);
        for (int t = 1; t < x.length; t++) {
            double open = scale * sigmoid(dot(x[t], gate, 0, gate.length));
            for (int i = 0; i < width; i++) {
                smeared[t][i] += (float) (open * x[t - 1][i]);
            }
        }
        return smeared;
    }

    private void attention(float[][] x, String layer, int number, int[] tokens) throws IOException {
        float[][] n = normed(x, width);
        float[][] queries = linear(n, read(layer + "c_q.weight"), heads * headWidth);
        float[][] keys = linear(n, read(layer + "c_k.weight"), kvHeads * headWidth);
        float[][] values = linear(n, read(layer + "c_v.weight"), kvHeads * headWidth);
        String table = "value_embeds." + number + ".weight";
        if (file.tensor(table) != null) {
            addEmbedded(values, n, read(layer + "ve_gate.weight"), rows(table, tokens));
        }
        rotate(queries);
        rotate(keys);
        queries = normed(queries, headWidth);
        keys = normed(keys, headWidth);
        int window = window(number);
        float[][] attended = new float[x.length][heads * headWidth];
        for (int head = 0; head < heads; head++) {
            int at = head * headWidth;
            int shared = head / (heads / kvHeads) * headWidth;
            for (int t = 0; t < x.length; t++) {
                int from = Math.max(0, t - window);
                double[] weights = new double[t + 1];
                double sum = 0;
                for (int s = from; s <= t; s++) {
                    double score = 0;
                    for (int i = 0; i < headWidth; i++) {
                        score += (double) queries[t][at + i] * keys[s][shared + i];
                    }
                    weights[s] = Math.exp(SHARPER * SHARPER * score / Math.sqrt(headWidth));
                    sum += weights[s];
                }
                for (int s = from; s <= t; s++) {
                    for (int i = 0; i < headWidth; i++) {
                        attended[t][at + i] += (float) (weights[s] / sum * values[s][shared + i]);
                    }
                }
            }
        }
        add(x, linear(attended, read(layer + "c_proj.weight"), width));
    }

    /** What tokens add to the values by themselves, head by head, by gates that read the first channels of the state. */
    private void addEmbedded(float[][] values, float[][] n, float[] gates, float[][] embedded) {
        int channels = gates.length / kvHeads;
        for (int t = 0; t < values.length; t++) {
            for (int head = 0; head < kvHeads; head++) {
                double open = GATE_RANGE * sigmoid(dot(n[t], gates, head * channels, channels));
                for (int i = head * headWidth; i < (head + 1) * headWidth; i++) {
                    values[t][i] += (float) (open * embedded[t][i]);
                }
            }
        }
    }

    private void mlp(float[][] x, String layer) throws IOException {
        float[][] inner = linear(normed(x, width), read(layer + "c_fc.weight"), 4 * width);
        for (float[] row : inner) {
            for (int i = 0; i < row.length; i++) {
                float positive = Math.max(0, row[i]);
                row[i] = positive * positive;
            }
        }
        add(x, linear(inner, read(layer + "c_proj.weight"), width));
    }

    /** How many tokens before itself a token of a layer sees: S is a quarter of the context, the last layer sees all. */
    private int window(int layer) {
        boolean whole = layer == layers - 1 || windows.charAt(layer % windows.length()) == 'L';
        int quarter = (context + 3) / 4;
        return whole ? context : (quarter + TILE - 1) / TILE * TILE;
    }

    /** Halves (a, b) of each head become (a cos + b sin, b cos - a sin). */
    private void rotate(float[][] rows) {
        int half = headWidth / 2;
        for (int t = 0; t < rows.length; t++) {
            for (int at = 0; at < rows[t].length; at += headWidth) {
                for (int i = 0; i < half; i++) {
                    double angle = t * Math.pow(ROPE_BASE, -2.0 * i / headWidth);
                    float a = rows[t][at + i];
                    float b = rows[t][at + half + i];
                    rows[t][at + i] = (float) (a * Math.cos(angle) + b * Math.sin(angle));
                    rows[t][at + half + i] = (float) (b * Math.cos(angle) - a * Math.sin(angle));
                }
            }
        }
    }

    /** Each stretch of so many numbers with a mean square of 1. */
    private static float[][] normed(float[][] x, int length) {
        float[][] normed = new float[x.length][x[0].length];
        for (int t = 0; t < x.length; t++) {
            for (int at = 0; at < x[t].length; at += length) {
                double squares = 0;
                for (int i = at; i < at + length; i++) {
                    squares += (double) x[t][i] * x[t][i];
                }
                double scale = 1 / Math.sqrt(squares / length + EPSILON);
                for (int i = at; i < at + length; i++) {
                    normed[t][i] = (float) (x[t][i] * scale);
                }
            }
        }
        return normed;
    }

    /** x [T][in] times the transpose of the first rows of a matrix [out or more, in]. */
    private static float[][] linear(float[][] x, float[] matrix, int out) {
        int in = x[0].length;
        float[][] result = new float[x.length][out];
        for (int row = 0; row < out; row++) {
            for (int t = 0; t < x.length; t++) {
                result[t][row] = (float) dot(x[t], matrix, row * in, in);
            }
        }
        return result;
    }

    /** Of the first numbers of x with as many of a matrix. */
    private static double dot(float[] x, float[] matrix, int from, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (double) x[i] * matrix[from + i];
        }
        return sum;
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private static void add(float[][] x, float[][] more) {
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < x[t].length; i++) {
                x[t][i] += more[t][i];
            }
        }
    }

    private static float[][] copy(float[][] x) {
        float[][] copy = new float[x.length][];
        for (int t = 0; t < x.length; t++) {
            copy[t] = x[t].clone();
        }
        return copy;
    }

    private float[] read(String name) throws IOException {
        TorchTensor tensor = file.tensor(name);
        return numbers(name, 0, tensor.elements());
    }

    /** The rows of a table for these tokens. */
    private float[][] rows(String name, int[] tokens) throws IOException {
        long columns = file.tensor(name).shape().get(1);
        float[][] rows = new float[tokens.length][];
        for (int t = 0; t < tokens.length; t++) {
            rows[t] = numbers(name, tokens[t] * columns, columns);
        }
        return rows;
    }

    private float[] numbers(String name, long first, long count) throws IOException {
        TorchType type = file.tensor(name).type();
        try {
            ByteBuffer bytes = file.numbers(name, first * type.bytes(), count * type.bytes());
            float[] numbers = new float[Math.toIntExact(count)];
            TensorNumbers.toFp32(bytes, type.type()).asFloatBuffer().get(numbers);
            return numbers;
        } catch (Unreadable e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

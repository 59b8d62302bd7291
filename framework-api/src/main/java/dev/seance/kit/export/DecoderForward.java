// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.export;

import java.io.IOException;
import java.util.Objects;

/**
 * The forward pass of a decoder in plain Java, from weights that somebody reads out of exported files: the check that the
 * files are the model. It is written from the definitions (RMSNorm, rotary positions, grouped-query attention, SwiGLU) and
 * shares nothing with the engine or with what writes the files. Slow; some million numbers in memory at a time. One
 * thread.
 *
 * <p>T tokens; x and everything like it is [T][...].
 */
public final class DecoderForward {

    /** Read at a time, in numbers: 16 MB. */
    private static final int BLOCK = 1 << 22;

    /** Which numbers of a head turn together by the same angle. */
    public enum Rotation {
        /** The i-th of the first half with the i-th of the second, as transformers have it. */
        HALVES,
        /** Neighbours, as the paper and llama.cpp's files have it. */
        PAIRS
    }

    /**
     * What files say of a model.
     *
     * @param width of the states
     * @param layers how many
     * @param heads of queries
     * @param kvHeads of keys and values
     * @param headWidth of one head
     * @param inner width of the MLP
     * @param vocabulary tokens
     * @param epsilon of the norms
     * @param theta the base of the rotary angles
     * @param rotation which numbers turn together
     * @param tied whether the token table is the output matrix
     */
    public record Shape(
            int width,
            int layers,
            int heads,
            int kvHeads,
            int headWidth,
            int inner,
            int vocabulary,
            double epsilon,
            double theta,
            Rotation rotation,
            boolean tied) {}

    /** Reads weights out of files. */
    @FunctionalInterface
    public interface Weights {

        /**
         * Some rows of a weight, one after the other.
         *
         * @param layer from 0; 0 for what no layer has
         * @param row the first
         * @param count how many
         */
        float[] read(DecoderWeight weight, int layer, int row, int count) throws IOException;
    }

    private final Shape shape;
    private final Weights weights;

    public DecoderForward(Shape shape, Weights weights) {
        this.shape = Objects.requireNonNull(shape, "shape");
        this.weights = Objects.requireNonNull(weights, "weights");
    }

    /** The logits after each of the tokens, [T][vocabulary]. */
    public float[][] logits(int[] tokens) throws IOException {
        float[][] x = new float[tokens.length][];
        for (int t = 0; t < tokens.length; t++) {
            x[t] = weights.read(DecoderWeight.TOKENS, 0, tokens[t], 1);
        }
        for (int layer = 0; layer < shape.layers(); layer++) {
            attention(x, layer);
            mlp(x, layer);
        }
        DecoderWeight head = shape.tied() ? DecoderWeight.TOKENS : DecoderWeight.HEAD;
        return linear(normed(x, DecoderWeight.FINAL_NORM, 0), head, 0, shape.vocabulary());
    }

    private void attention(float[][] x, int layer) throws IOException {
        int headWidth = shape.headWidth();
        float[][] n = normed(x, DecoderWeight.ATTENTION_NORM, layer);
        float[][] queries = linear(n, DecoderWeight.QUERIES, layer, shape.heads() * headWidth);
        float[][] keys = linear(n, DecoderWeight.KEYS, layer, shape.kvHeads() * headWidth);
        float[][] values = linear(n, DecoderWeight.VALUES, layer, shape.kvHeads() * headWidth);
        rotate(queries);
        rotate(keys);
        float[][] attended = new float[x.length][shape.heads() * headWidth];
        for (int head = 0; head < shape.heads(); head++) {
            int at = head * headWidth;
            int shared = head / (shape.heads() / shape.kvHeads()) * headWidth;
            for (int t = 0; t < x.length; t++) {
                attend(queries[t], at, keys, values, shared, t, attended[t]);
            }
        }
        add(x, linear(attended, DecoderWeight.ATTENTION_OUT, layer, shape.width()));
    }

    /** What one head at one token takes of the values up to it. */
    private void attend(float[] query, int at, float[][] keys, float[][] values, int shared, int t, float[] result) {
        int headWidth = shape.headWidth();
        double[] scores = new double[t + 1];
        double greatest = Double.NEGATIVE_INFINITY;
        for (int s = 0; s <= t; s++) {
            for (int i = 0; i < headWidth; i++) {
                scores[s] += (double) query[at + i] * keys[s][shared + i];
            }
            scores[s] /= Math.sqrt(headWidth);
            greatest = Math.max(greatest, scores[s]);
        }
        double sum = 0;
        for (int s = 0; s <= t; s++) {
            scores[s] = Math.exp(scores[s] - greatest);
            sum += scores[s];
        }
        for (int s = 0; s <= t; s++) {
            for (int i = 0; i < headWidth; i++) {
                result[at + i] += (float) (scores[s] / sum * values[s][shared + i]);
            }
        }
    }

    private void mlp(float[][] x, int layer) throws IOException {
        float[][] n = normed(x, DecoderWeight.MLP_NORM, layer);
        float[][] gate = linear(n, DecoderWeight.GATE, layer, shape.inner());
        float[][] up = linear(n, DecoderWeight.UP, layer, shape.inner());
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < shape.inner(); i++) {
                double value = gate[t][i];
                up[t][i] *= (float) (value / (1 + Math.exp(-value)));
            }
        }
        add(x, linear(up, DecoderWeight.DOWN, layer, shape.width()));
    }

    /** Of two numbers (a, b) that turn together come (a cos - b sin, b cos + a sin). */
    private void rotate(float[][] rows) {
        int half = shape.headWidth() / 2;
        boolean pairs = shape.rotation() == Rotation.PAIRS;
        for (int t = 0; t < rows.length; t++) {
            for (int at = 0; at < rows[t].length; at += shape.headWidth()) {
                for (int i = 0; i < half; i++) {
                    double angle = t * Math.pow(shape.theta(), -2.0 * i / shape.headWidth());
                    int first = at + (pairs ? 2 * i : i);
                    int second = pairs ? first + 1 : first + half;
                    float a = rows[t][first];
                    float b = rows[t][second];
                    rows[t][first] = (float) (a * Math.cos(angle) - b * Math.sin(angle));
                    rows[t][second] = (float) (b * Math.cos(angle) + a * Math.sin(angle));
                }
            }
        }
    }

    private float[][] normed(float[][] x, DecoderWeight norm, int layer) throws IOException {
        float[] weight = weights.read(norm, layer, 0, 1);
        float[][] normed = new float[x.length][shape.width()];
        for (int t = 0; t < x.length; t++) {
            double squares = 0;
            for (float value : x[t]) {
                squares += (double) value * value;
            }
            double scale = 1 / Math.sqrt(squares / shape.width() + shape.epsilon());
            for (int i = 0; i < shape.width(); i++) {
                normed[t][i] = (float) (x[t][i] * scale * weight[i]);
            }
        }
        return normed;
    }

    /** x [T][in] times the transpose of a matrix [out, in]. */
    private float[][] linear(float[][] x, DecoderWeight weight, int layer, int out) throws IOException {
        int in = x[0].length;
        float[][] result = new float[x.length][out];
        int block = Math.max(1, BLOCK / in);
        for (int from = 0; from < out; from += block) {
            int count = Math.min(block, out - from);
            float[] matrix = weights.read(weight, layer, from, count);
            for (int row = 0; row < count; row++) {
                for (int t = 0; t < x.length; t++) {
                    double sum = 0;
                    for (int i = 0; i < in; i++) {
                        sum += (double) x[t][i] * matrix[row * in + i];
                    }
                    result[t][from + row] = (float) sum;
                }
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
}

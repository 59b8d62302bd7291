// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.ModelShape;
import dev.seance.api.model.TokenBatch;
import java.util.Map;

/**
 * The model once more, in plain Java and double precision, one token after the other: written from the papers to be
 * obviously right, and not from the program.
 */
final class NanochatReference {
    private static final double ROPE_BASE = 100_000;
    private static final double CAP = 15;

    private final ModelShape shape;
    private final Map<String, double[]> weights;

    NanochatReference(ModelShape shape, Map<String, double[]> weights) {
        this.shape = shape;
        this.weights = weights;
    }

    /** The sum of nats over a batch. */
    double nats(TokenBatch batch) {
        double sum = 0;
        for (int row = 0; row < batch.rows(); row++) {
            TokenBatch one = Fixtures.row(batch, row);
            double[][] states = states(one.inputs());
            for (int t = 0; t < states.length; t++) {
                if (one.targets()[t] != TokenBatch.IGNORED) {
                    sum += nats(times("head", 0, shape.vocabulary(), states[t]), one.targets()[t]);
                }
            }
        }
        return sum;
    }

    private double[][] states(int[] tokens) {
        double[][] x = new double[tokens.length][];
        for (int t = 0; t < tokens.length; t++) {
            double[] row = new double[shape.width()];
            System.arraycopy(weights.get("embedding"), tokens[t] * shape.width(), row, 0, row.length);
            x[t] = normalised(row);
        }
        for (int layer = 0; layer < shape.layers(); layer++) {
            attend(layer, x);
            for (double[] row : x) {
                double[] inner = times("mlp_in", layer, shape.mlpWidth(), normalised(row));
                for (int i = 0; i < inner.length; i++) {
                    inner[i] = Math.pow(Math.max(0, inner[i]), 2);
                }
                add(row, times("mlp_out", layer, shape.width(), inner));
            }
        }
        for (int t = 0; t < x.length; t++) {
            x[t] = normalised(x[t]);
        }
        return x;
    }

    private void attend(int layer, double[][] x) {
        int width = shape.headWidth();
        int group = shape.heads() / shape.kvHeads();
        double[][] qkv = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            int rows = (shape.heads() + 2 * shape.kvHeads()) * width;
            qkv[t] = times("attention_qkv", layer, rows, normalised(x[t]));
        }
        for (int t = 0; t < x.length; t++) {
            double[] mixed = new double[shape.width()];
            for (int head = 0; head < shape.heads(); head++) {
                double[] query = normalised(rotated(qkv[t], head * width, t));
                int kv = head / group;
                double[] scores = new double[t + 1];
                double sum = 0;
                for (int s = 0; s <= t; s++) {
                    double[] key = normalised(rotated(qkv[s], (shape.heads() + kv) * width, s));
                    scores[s] = Math.exp(dot(query, key) / Math.sqrt(width));
                    sum += scores[s];
                }
                for (int s = 0; s <= t; s++) {
                    int value = (shape.heads() + shape.kvHeads() + kv) * width;
                    for (int i = 0; i < width; i++) {
                        mixed[head * width + i] += scores[s] / sum * qkv[s][value + i];
                    }
                }
            }
            add(x[t], times("attention_out", layer, shape.width(), mixed));
        }
    }

    private double[] rotated(double[] from, int offset, int position) {
        int half = shape.headWidth() / 2;
        double[] turned = new double[2 * half];
        for (int i = 0; i < half; i++) {
            double angle = position / Math.pow(ROPE_BASE, (double) i / half);
            double a = from[offset + i];
            double b = from[offset + half + i];
            turned[i] = a * Math.cos(angle) + b * Math.sin(angle);
            turned[half + i] = b * Math.cos(angle) - a * Math.sin(angle);
        }
        return turned;
    }

    private static double[] normalised(double[] x) {
        double square = 0;
        for (int i = 0; i < x.length; i++) {
            square += x[i] * x[i];
        }
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] / Math.sqrt(square / x.length);
        }
        return y;
    }

    /** A matrix of a layer, [rows, x.length], times x. */
    private double[] times(String name, int layer, int rows, double[] x) {
        double[] all = weights.get(name);
        double[] y = new double[rows];
        for (int row = 0; row < rows; row++) {
            int from = (layer * rows + row) * x.length;
            for (int i = 0; i < x.length; i++) {
                y[row] += all[from + i] * x[i];
            }
        }
        return y;
    }

    private static double nats(double[] logits, int target) {
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(CAP * Math.tanh(logit / CAP));
        }
        return Math.log(sum) - CAP * Math.tanh(logits[target] / CAP);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] x, double[] more) {
        for (int i = 0; i < x.length; i++) {
            x[i] += more[i];
        }
    }
}

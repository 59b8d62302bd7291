// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import dev.seance.api.model.TokenBatch;

/** What transformers are made of, beside plain algebra; each with its derivative, on a tape. */
final class Functions {
    private Functions() {}

    static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    static Node sigmoid(Tape tape, Node a) {
        return tape.each(a, Functions::sigmoid, z -> sigmoid(z) * (1 - sigmoid(z)));
    }

    /** Each row through a matrix that has a row for each output. */
    static Node linear(Tape tape, Node a, Node weights) {
        return tape.times(tape.rows(a), tape.transposed(weights));
    }

    /**
     * Each row over the root of its mean square (Zhang and Sennrich 2019). With r that root, y = x / r and
     * dx = (dy - y mean(y dy)) / r.
     */
    static Node normalised(Tape tape, Node a, double epsilon) {
        Matrix value = a.value().copy();
        double[] roots = new double[a.rows()];
        for (int i = 0; i < a.rows(); i++) {
            double square = 0;
            for (int j = 0; j < a.columns(); j++) {
                square += a.value().at(i, j) * a.value().at(i, j);
            }
            roots[i] = Math.sqrt(tape.sum(square, a.columns()) / a.columns() + epsilon);
            for (int j = 0; j < a.columns(); j++) {
                value.set(i, j, a.value().at(i, j) / roots[i]);
            }
        }
        return tape.record(value, slope -> {
            for (int i = 0; i < a.rows(); i++) {
                double mean = 0;
                for (int j = 0; j < a.columns(); j++) {
                    mean += value.at(i, j) * slope.at(i, j) / a.columns();
                }
                for (int j = 0; j < a.columns(); j++) {
                    a.slope().add(i, j, (slope.at(i, j) - value.at(i, j) * mean) / roots[i]);
                }
            }
        });
    }

    /**
     * Rotary positions (Su et al. 2021): in row t, the pair of numbers j and j + columns / 2 is turned by the angle
     * t / base^(2j / columns), against the clock or with it.
     */
    static Node rotated(Tape tape, Node a, double base, boolean clockwise) {
        double direction = clockwise ? -1 : 1;
        return tape.record(turned(a.value(), base, direction), slope -> {
            Matrix back = turned(slope, base, -direction);
            for (int i = 0; i < back.numbers().length; i++) {
                a.slope().numbers()[i] += back.numbers()[i];
            }
        });
    }

    private static Matrix turned(Matrix a, double base, double direction) {
        Matrix turned = a.copy();
        int half = a.columns() / 2;
        for (int t = 0; t < a.rows(); t++) {
            for (int j = 0; j < half; j++) {
                double angle = direction * t * Math.pow(base, -2.0 * j / a.columns());
                double x = a.at(t, j);
                double y = a.at(t, half + j);
                turned.set(t, j, x * Math.cos(angle) - y * Math.sin(angle));
                turned.set(t, half + j, y * Math.cos(angle) + x * Math.sin(angle));
            }
        }
        return turned;
    }

    /**
     * Causal attention's weights: each row's exponentials over their sum, where row t sees the columns t - window to t
     * and no others. With y the result, dx = y (dy - sum(y dy)).
     */
    static Node attention(Tape tape, Node scores, int window) {
        Matrix value = Matrix.zeros(scores.rows(), scores.columns());
        for (int t = 0; t < scores.rows(); t++) {
            double top = Double.NEGATIVE_INFINITY;
            for (int s = Math.max(0, t - window); s <= t; s++) {
                top = Math.max(top, scores.value().at(t, s));
            }
            double sum = 0;
            for (int s = Math.max(0, t - window); s <= t; s++) {
                sum += Math.exp(scores.value().at(t, s) - top);
            }
            sum = tape.sum(sum, t + 1);
            for (int s = Math.max(0, t - window); s <= t; s++) {
                value.set(t, s, Math.exp(scores.value().at(t, s) - top) / sum);
            }
        }
        return tape.record(value, slope -> {
            for (int t = 0; t < value.rows(); t++) {
                double sum = 0;
                for (int s = 0; s <= t; s++) {
                    sum += value.at(t, s) * slope.at(t, s);
                }
                for (int s = 0; s <= t; s++) {
                    scores.slope().add(t, s, value.at(t, s) * (slope.at(t, s) - sum));
                }
            }
        });
    }

    /** Summed over the rows that have a target: the target's surprise in nats, given the row as logits. */
    static Node nats(Tape tape, Node logits, int[] targets) {
        Matrix probabilities = logits.value().copy();
        double nats = 0;
        for (int t = 0; t < targets.length; t++) {
            double sum = 0;
            double top = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < logits.columns(); j++) {
                top = Math.max(top, logits.value().at(t, j));
            }
            for (int j = 0; j < logits.columns(); j++) {
                sum += Math.exp(logits.value().at(t, j) - top);
            }
            sum = tape.sum(sum, logits.columns());
            for (int j = 0; j < logits.columns(); j++) {
                probabilities.set(t, j, Math.exp(logits.value().at(t, j) - top) / sum);
            }
            if (targets[t] != TokenBatch.IGNORED) {
                nats += Math.log(sum) + top - logits.value().at(t, targets[t]);
            }
        }
        return tape.recordExact(new Matrix(1, 1, new double[] {nats}), slope -> {
            for (int t = 0; t < targets.length; t++) {
                for (int j = 0; j < logits.columns() && targets[t] != TokenBatch.IGNORED; j++) {
                    double hit = j == targets[t] ? 1 : 0;
                    logits.slope().add(t, j, slope.at(0, 0) * (probabilities.at(t, j) - hit));
                }
            }
        });
    }
}

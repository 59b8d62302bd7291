// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import dev.seance.api.model.Muon;

/**
 * Muon as nanochat had it in March 2026, for one matrix.
 *
 * <ol>
 *   <li>Nesterov's momentum.
 *   <li>The nearest half-orthogonal matrix, by five steps of Polar Express (Amsel et al. 2025, with their cushion of 2
 *       and margin of 2 %).
 *   <li>NorMuon (Li et al. 2025): every row (every column of a wide matrix) over the root of the running mean of its
 *       squares, and the whole back to the norm it had.
 *   <li>Cautious decay: only numbers that the step takes nearer to zero decay.
 * </ol>
 *
 * <p>As it has it in July 2026 there is, before the second, MuonEq (every row to the root of the mean of their squared
 * lengths), and after it Muon+ (the whole to the norm of a half-orthogonal matrix).
 */
final class MuonReference {
    private static final double[][] POLAR_EXPRESS = {
        {8.156554524902461, -22.48329292557795, 15.878769915207462},
        {4.042929935166739, -2.808917465908714, 0.5000178451051316},
        {3.8916678022926607, -2.772484153217685, 0.5060648178503393},
        {3.285753657755655, -2.3681294933425376, 0.46449024233003106},
        {2.3465413258596377, -1.7097828382687081, 0.42323551169305323},
    };
    private static final double MARGIN = 1.01;

    private final Matrix momentum;
    private final double[] variance;

    private final Rounding rounding;

    MuonReference(int rows, int columns) {
        this(rows, columns, Rounding.NONE);
    }

    MuonReference(int rows, int columns, Rounding rounding) {
        this.rounding = rounding;
        momentum = Matrix.zeros(rows, columns);
        variance = new double[Math.max(rows, columns)];
    }

    void step(Matrix weight, Matrix gradient, Muon rule) {
        Matrix ahead = ahead(gradient, rule.momentum());
        Matrix change = rule.equilibrated()
                ? renormed(polar(equilibrated(ahead, rounding), rounding), rounding)
                : polar(ahead, rounding);
        change = evened(change, rule.beta2());
        double rate = rule.learningRate() * Math.sqrt(Math.max(1, (double) weight.rows() / weight.columns()));
        double[] w = weight.numbers();
        for (int i = 0; i < w.length; i++) {
            double c = rounding.number(change.numbers()[i]);
            double decay = c * w[i] >= 0 ? rule.weightDecay() * w[i] : 0;
            w[i] -= rate * (c + decay);
        }
    }

    private Matrix ahead(Matrix gradient, double keep) {
        Matrix ahead = gradient.copy();
        for (int i = 0; i < ahead.numbers().length; i++) {
            double g = gradient.numbers()[i];
            double m = rounding.number(keep * momentum.numbers()[i] + (1 - keep) * g);
            momentum.numbers()[i] = m;
            ahead.numbers()[i] = rounding.number((1 - keep) * g + keep * m);
        }
        return ahead;
    }

    /** MuonEq: rows of one length, and of the same norm together. */
    static Matrix equilibrated(Matrix matrix, Rounding rounding) {
        Matrix rows = matrix.copy();
        double length = matrix.norm() / Math.sqrt(matrix.rows());
        for (int i = 0; i < matrix.rows(); i++) {
            double factor = rounding.number(length / Math.max(matrix.rows(i, 1).norm(), 1e-6));
            for (int j = 0; j < matrix.columns(); j++) {
                rows.set(i, j, rounding.number(matrix.at(i, j) * factor));
            }
        }
        return rows;
    }

    /** Muon+: the norm that singular values of exactly one come to. */
    static Matrix renormed(Matrix polar, Rounding rounding) {
        double norm = Math.sqrt(Math.min(polar.rows(), polar.columns()));
        return rounding.numbers(polar.times(norm / Math.max(polar.norm(), 1e-6)));
    }

    /** All singular values to about one: odd polynomials of the matrix, X (a + b X'X + c (X'X)^2). */
    static Matrix polar(Matrix matrix) {
        return polar(matrix, Rounding.NONE);
    }

    private static Matrix polar(Matrix matrix, Rounding rounding) {
        Matrix x = rounding.stored(matrix.times(1 / (matrix.norm() * MARGIN + 1e-6)));
        for (double[] abc : POLAR_EXPRESS) {
            Matrix square = rounding.product(x.transposed(), x);
            Matrix higher = rounding.stored(
                    square.times(abc[1]).plus(rounding.product(square, square).times(abc[2])));
            x = rounding.stored(x.times(abc[0]).plus(rounding.product(x, higher)));
        }
        return x;
    }

    private Matrix evened(Matrix change, double keep) {
        boolean byRow = change.rows() >= change.columns();
        double[] mean = meanSquares(change, byRow);
        int each = byRow ? change.columns() : change.rows();
        double before = 0;
        double after = 0;
        double[] scale = new double[mean.length];
        for (int i = 0; i < mean.length; i++) {
            variance[i] = keep * variance[i] + (1 - keep) * mean[i];
            scale[i] = 1 / Math.sqrt(Math.max(variance[i], 1e-10));
            before += mean[i] * each;
            after += mean[i] * each * scale[i] * scale[i];
        }
        double back = Math.sqrt(before) / Math.max(Math.sqrt(after), 1e-10);
        Matrix evened = change.copy();
        for (int i = 0; i < evened.rows(); i++) {
            for (int j = 0; j < evened.columns(); j++) {
                evened.set(i, j, change.at(i, j) * scale[byRow ? i : j] * back);
            }
        }
        return evened;
    }

    private static double[] meanSquares(Matrix matrix, boolean byRow) {
        double[] mean = new double[byRow ? matrix.rows() : matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                mean[byRow ? i : j] += matrix.at(i, j) * matrix.at(i, j);
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= byRow ? matrix.columns() : matrix.rows();
        }
        return mean;
    }
}

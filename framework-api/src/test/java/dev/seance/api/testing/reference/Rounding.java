// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import dev.seance.api.model.Precision;
import java.util.Random;

/**
 * What a floating-point format may do to the reference's results: Monte Carlo arithmetic (Parker, <em>Monte Carlo
 * Arithmetic</em>, 1997). Every stored number gets a random relative error of at most the format's unit roundoff, every
 * product of matrices the error of its sum as well. Computing the same thing again with another seed shows how much of a
 * result is rounding, on this very input: that is the yardstick for an engine whose kernels add up in an order of their
 * own, which differs from processor to processor.
 */
public final class Rounding {
    /** Half of the spacing at 1: 24 bits of precision, and 8. */
    private static final double FP32 = 0x1p-24;

    private static final double BF16 = 0x1p-8;

    /** The reference itself. */
    public static final Rounding NONE = new Rounding(0, 0, 0, 0);

    private final double unit;
    private final double step;
    private final double accumulating;
    private final Random random;

    private Rounding(double unit, double accumulating, double step, long seed) {
        this.unit = unit;
        this.step = step;
        this.accumulating = accumulating;
        this.random = new Random(seed);
    }

    /** The arithmetic of a program that computes in that format; products are summed in fp32 in either. */
    public static Rounding of(Precision precision, long seed) {
        return new Rounding(precision == Precision.BF16 ? BF16 : FP32, FP32, 0, seed);
    }

    /**
     * The arithmetic of a program that computes in fp32 and rounds what weights are multiplied with.
     *
     * @param steps how many equal steps there are between the least and the greatest number of a row; 0 for no rounding
     */
    public static Rounding ofRows(int steps, long seed) {
        return new Rounding(FP32, FP32, steps == 0 ? 0 : 1.0 / steps, seed);
    }

    /** What weights are multiplied with: each number of a row is off by half a step at most. */
    Matrix rows(Matrix matrix) {
        if (step == 0) {
            return matrix;
        }
        Matrix rounded = matrix.copy();
        int columns = matrix.columns();
        for (int from = 0; from < rounded.numbers().length; from += columns) {
            double least = 0;
            double most = 0;
            for (int i = from; i < from + columns; i++) {
                least = Math.min(least, rounded.numbers()[i]);
                most = Math.max(most, rounded.numbers()[i]);
            }
            for (int i = from; i < from + columns; i++) {
                rounded.numbers()[i] += (most - least) * step / 2 * uniform();
            }
        }
        return rounded;
    }

    /** A number that is computed in fp32 whatever the format of products, as optimiser states are. */
    double number(double x) {
        return x + x * accumulating * uniform();
    }

    Matrix numbers(Matrix matrix) {
        Matrix rounded = matrix.copy();
        for (int i = 0; i < rounded.numbers().length; i++) {
            rounded.numbers()[i] = number(rounded.numbers()[i]);
        }
        return rounded;
    }

    /** Numbers written in the format of products. */
    Matrix stored(Matrix matrix) {
        if (unit == 0) {
            return matrix;
        }
        Matrix rounded = matrix.copy();
        for (int i = 0; i < rounded.numbers().length; i++) {
            rounded.numbers()[i] *= 1 + unit * uniform();
        }
        return rounded;
    }

    /**
     * A product of matrices. The partial sums of n terms are of the size of the whole sum, or, where terms of both signs
     * cancel, of the root of the sum of their squares; each is rounded, and n independent errors come to the root of n times
     * that. The rows of the product meet the same matrix in the same order, so that half of the errors' variance is common
     * to them: what is then summed over the rows, as gradients are, does not average it out.
     */
    Matrix product(Matrix a, Matrix b) {
        Matrix product = a.times(b);
        if (unit == 0) {
            return product;
        }
        Matrix squares = squares(a).times(squares(b));
        double[] common = random.doubles(product.columns(), -1, 1).toArray();
        double deviation = accumulating * Math.sqrt(a.columns()) / Math.sqrt(2);
        for (int i = 0; i < product.numbers().length; i++) {
            double sum = product.numbers()[i];
            double partial = Math.sqrt(squares.numbers()[i] + sum * sum);
            double error = random.nextGaussian() + Math.sqrt(3) * common[i % product.columns()];
            product.numbers()[i] = sum + deviation * partial * error;
        }
        return stored(product);
    }

    /** A sum of so many positive numbers: as many roundings of a partial sum, of the size of the sum at most. */
    double sum(double sum, int terms) {
        return sum + sum * accumulating * Math.sqrt(terms) * uniform();
    }

    private static Matrix squares(Matrix matrix) {
        Matrix squares = matrix.copy();
        for (int i = 0; i < squares.numbers().length; i++) {
            squares.numbers()[i] *= squares.numbers()[i];
        }
        return squares;
    }

    private double uniform() {
        return accumulating == 0 ? 0 : 2 * random.nextDouble() - 1;
    }
}

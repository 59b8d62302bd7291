// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import java.util.Arrays;

/** A matrix of doubles, row by row; the numbers may be written to. */
public final class Matrix {
    private final int rows;
    private final int columns;
    private final double[] numbers;

    /** Wraps the numbers, and does not copy them. */
    public Matrix(int rows, int columns, double[] numbers) {
        if (rows < 1 || columns < 1 || numbers.length != rows * columns) {
            throw new IllegalArgumentException(numbers.length + " numbers for a matrix of " + rows + " x " + columns);
        }
        this.rows = rows;
        this.columns = columns;
        this.numbers = numbers;
    }

    public static Matrix zeros(int rows, int columns) {
        return new Matrix(rows, columns, new double[rows * columns]);
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** The numbers themselves, row by row; not a copy. */
    public double[] numbers() {
        return numbers;
    }

    public double at(int row, int column) {
        return numbers[row * columns + column];
    }

    public void set(int row, int column, double number) {
        numbers[row * columns + column] = number;
    }

    /** Adds to one place. */
    public void add(int row, int column, double number) {
        numbers[row * columns + column] += number;
    }

    public Matrix plus(Matrix other) {
        if (other.rows != rows || other.columns != columns) {
            throw new IllegalArgumentException(this + " plus " + other);
        }
        Matrix sum = copy();
        for (int i = 0; i < numbers.length; i++) {
            sum.numbers[i] += other.numbers[i];
        }
        return sum;
    }

    public Matrix times(double factor) {
        return new Matrix(
                rows, columns, Arrays.stream(numbers).map(x -> factor * x).toArray());
    }

    public Matrix times(Matrix other) {
        if (columns != other.rows) {
            throw new IllegalArgumentException(this + " times " + other);
        }
        Matrix product = zeros(rows, other.columns);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                double x = at(i, k);
                for (int j = 0; j < other.columns; j++) {
                    product.numbers[i * other.columns + j] += x * other.numbers[k * other.columns + j];
                }
            }
        }
        return product;
    }

    public Matrix transposed() {
        Matrix turned = zeros(columns, rows);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                turned.set(j, i, at(i, j));
            }
        }
        return turned;
    }

    /** A copy of some rows. */
    public Matrix rows(int from, int count) {
        return new Matrix(count, columns, Arrays.copyOfRange(numbers, from * columns, (from + count) * columns));
    }

    public Matrix copy() {
        return new Matrix(rows, columns, numbers.clone());
    }

    /** The square root of the sum of squares (Frobenius). */
    public double norm() {
        return Math.sqrt(Arrays.stream(numbers).map(x -> x * x).sum());
    }

    @Override
    public String toString() {
        return "matrix of " + rows + " x " + columns;
    }
}

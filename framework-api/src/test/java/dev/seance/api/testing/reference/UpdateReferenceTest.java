// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.Muon;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the update rules are known to do, worked out by hand. */
class UpdateReferenceTest {
    private static final int[][] SIZES = {{6, 6}, {9, 4}, {4, 9}, {1, 5}, {5, 1}};

    @Test
    void polarExpressBringsSingularValuesNearOne() {
        for (int seed = 0; seed < 20; seed++) {
            for (int[] size : new int[][] {{3, 30}, {30, 3}}) {
                Matrix polar = MuonReference.polar(random(size[0], size[1], seed));
                Matrix gram = size[0] < size[1]
                        ? polar.times(polar.transposed())
                        : polar.transposed().times(polar);
                for (int i = 0; i < 3; i++) {
                    for (int j = 0; j < 3; j++) {
                        assertThat(gram.at(i, j)).as("seed %d", seed).isCloseTo(i == j ? 1 : 0, within(0.3));
                    }
                }
            }
        }
    }

    @Test
    void polarExpressDoesNotCareForSizeOrSide() {
        for (int[] size : SIZES) {
            Matrix matrix = random(size[0], size[1], 1);
            Matrix polar = MuonReference.polar(matrix);
            assertThat(MuonReference.polar(matrix.times(1000)).numbers())
                    .containsExactly(polar.numbers(), within(1e-4));
            assertThat(MuonReference.polar(matrix.transposed()).transposed().numbers())
                    .containsExactly(polar.numbers(), within(1e-9));
        }
    }

    @Test
    void muonEvensOutRowsOfTallAndColumnsOfWideMatricesAndKeepsTheNorm() {
        for (int[] size : SIZES) {
            Matrix gradient = random(size[0], size[1], 2);
            Matrix change = change(Matrix.zeros(size[0], size[1]), gradient, new Muon(1, 0, 0.9, 0));
            double taller = Math.sqrt(Math.max(1, (double) size[0] / size[1]));
            double norm = MuonReference.polar(gradient).norm() * taller;
            assertThat(change.norm()).isCloseTo(norm, within(1e-9));
            Matrix lines = size[0] >= size[1] ? change : change.transposed();
            for (int line = 0; line < lines.rows(); line++) {
                assertThat(lines.rows(line, 1).norm()).isCloseTo(norm / Math.sqrt(lines.rows()), within(1e-9));
            }
        }
    }

    @Test
    void equilibratedMuonDoesNotCareForTheLengthOfRowsAndHasTheNormOfOrthogonalMatrices() {
        for (int[] size : SIZES) {
            Matrix gradient = random(size[0], size[1], 2);
            Matrix uneven = gradient.copy();
            for (int i = 0; i < size[0]; i++) {
                for (int j = 0; j < size[1]; j++) {
                    uneven.set(i, j, gradient.at(i, j) * Math.pow(3, i));
                }
            }
            Muon rule = new Muon(1, 0, 0.9, 0, true);
            Matrix change = change(Matrix.zeros(size[0], size[1]), gradient, rule);
            double taller = Math.sqrt(Math.max(1, (double) size[0] / size[1]));
            assertThat(change.norm()).isCloseTo(Math.sqrt(Math.min(size[0], size[1])) * taller, within(1e-9));
            assertThat(change(Matrix.zeros(size[0], size[1]), uneven, rule).numbers())
                    .containsExactly(change.numbers(), within(1e-5));
        }
    }

    @Test
    void equilibratingMakesRowsEquallyLongAndKeepsThoseOfZeros() {
        Matrix matrix = random(4, 3, 5);
        for (int j = 0; j < 3; j++) {
            matrix.set(2, j, 0);
        }
        Matrix rows = MuonReference.equilibrated(matrix, Rounding.NONE);
        for (int i = 0; i < 4; i++) {
            assertThat(rows.rows(i, 1).norm()).isCloseTo(i == 2 ? 0 : matrix.norm() / 2, within(1e-12));
        }
    }

    @Test
    void muonDecaysOnlyWhatTheStepTakesNearerToZero() {
        Matrix gradient = random(5, 5, 3);
        Matrix weight = random(5, 5, 4);
        Matrix step = change(weight, gradient, new Muon(0.1, 0.9, 0.9, 0));
        Matrix decayed = change(weight, gradient, new Muon(0.1, 0.9, 0.9, 0.5));
        int shrinking = 0;
        for (int i = 0; i < 25; i++) {
            double w = weight.numbers()[i];
            boolean nearer = step.numbers()[i] * w >= 0;
            shrinking += nearer ? 1 : 0;
            double decay = nearer ? 0.1 * 0.5 * w : 0;
            assertThat(decayed.numbers()[i]).isCloseTo(step.numbers()[i] + decay, within(1e-12));
        }
        assertThat(shrinking).isBetween(5, 20);
    }

    /** What a first step takes from the weight. */
    private static Matrix change(Matrix weight, Matrix gradient, Muon rule) {
        Matrix after = weight.copy();
        new MuonReference(weight.rows(), weight.columns()).step(after, gradient, rule);
        return weight.plus(after.times(-1));
    }

    @Test
    void adamsFirstStepIsTheRateWhateverTheGradient() {
        Matrix weight = new Matrix(1, 3, new double[] {2, 2, 2});
        Matrix gradient = new Matrix(1, 3, new double[] {1e-3, -70, 0});
        new AdamWReference(3).step(weight, gradient, 1, new AdamW(0.1, 0.8, 0.95, 1e-12, 0.5));
        assertThat(weight.numbers()).containsExactly(new double[] {1.8, 2, 1.9}, within(1e-8));
    }

    @Test
    void adamForgetsAtTwoSpeeds() {
        Matrix weight = new Matrix(1, 1, new double[] {0});
        AdamWReference adam = new AdamWReference(1);
        AdamW rule = new AdamW(1, 0.5, 0.75, 1, 0);
        adam.step(weight, new Matrix(1, 1, new double[] {4}), 1, rule);
        assertThat(weight.at(0, 0)).isCloseTo(-4.0 / (4 + 1), within(1e-12));
        double before = weight.at(0, 0);
        adam.step(weight, new Matrix(1, 1, new double[] {-2}), 2, rule);
        // Means of 4, then -2: 0.5 * 2 - 0.5 * 2 = 0, and 0.75 * 4 + 0.25 * 4.
        assertThat(weight.at(0, 0)).isCloseTo(before, within(1e-12));
        adam.step(weight, new Matrix(1, 1, new double[] {4}), 3, rule);
        double mean = 0.5 * 4 / (1 - 0.125);
        double square = (0.75 * 4 + 0.25 * 16) / (1 - Math.pow(0.75, 3));
        assertThat(weight.at(0, 0)).isCloseTo(before - mean / (Math.sqrt(square) + 1), within(1e-12));
    }

    private static Matrix random(int rows, int columns, long seed) {
        Random random = new Random(seed);
        Matrix matrix = Matrix.zeros(rows, columns);
        for (int i = 0; i < matrix.numbers().length; i++) {
            matrix.numbers()[i] = random.nextGaussian();
        }
        return matrix;
    }
}

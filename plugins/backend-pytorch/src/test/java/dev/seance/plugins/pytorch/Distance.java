// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.testing.reference.Matrix;
import java.util.Map;

/** How far a tensor is from the reference's, relative to the reference's size. */
enum Distance {
    /**
     * The greatest difference over the greatest number. No single number may stand out; and a number that is by chance
     * near zero is measured with the tensor's ruler, since it comes of sums whose terms are not small.
     */
    MAX {
        @Override
        double of(Matrix expected, Matrix found) {
            double difference = 0;
            double size = 0;
            for (int i = 0; i < expected.numbers().length; i++) {
                difference = worst(difference, expected.numbers()[i] - found.numbers()[i]);
                size = worst(size, expected.numbers()[i]);
            }
            return difference / size;
        }

        private double worst(double sofar, double next) {
            return Double.isNaN(next) ? Double.NaN : Math.max(sofar, Math.abs(next));
        }
    },

    /** The norm of the difference over the norm: for roundings, which come in both directions. */
    NORM {
        @Override
        double of(Matrix expected, Matrix found) {
            double difference = 0;
            double size = 0;
            for (int i = 0; i < expected.numbers().length; i++) {
                difference += Math.pow(expected.numbers()[i] - found.numbers()[i], 2);
                size += Math.pow(expected.numbers()[i], 2);
            }
            return Math.sqrt(difference / size);
        }
    };

    /** Holds every tensor that is expected against the one found. */
    void agree(Map<String, Matrix> expected, Map<String, Matrix> found, double most) {
        expected.forEach((name, tensor) ->
                assertThat(of(tensor, found.get(name))).as(name).isLessThan(most));
    }

    abstract double of(Matrix expected, Matrix found);
}

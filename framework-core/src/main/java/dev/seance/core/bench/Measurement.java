// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bench;

import java.util.Arrays;
import java.util.Objects;

/**
 * Something measured several times.
 *
 * @param name what it is
 * @param unit in what it is measured
 * @param median the middle one of the measurements, or the mean of the middle two
 * @param min the smallest of them
 * @param max the largest of them
 */
public record Measurement(String name, String unit, double median, double min, double max) {

    public Measurement {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(unit, "unit");
        if (!(min <= median && median <= max)) {
            throw new IllegalArgumentException(median + " is not between " + min + " and " + max);
        }
    }

    /** The measurement of some measurements, of which there is at least one. */
    public static Measurement of(String name, String unit, double... measured) {
        double[] sorted = measured.clone();
        Arrays.sort(sorted);
        return new Measurement(name, unit, median(sorted), sorted[0], sorted[sorted.length - 1]);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * An axis with round numbers on it.
 *
 * @param from the value at its beginning
 * @param to the value at its end
 * @param step between two ticks: 1, 2 or 5 times a power of ten
 */
record Axis(double from, double to, double step) {

    Axis {
        if (!(from < to) || !(step > 0)) {
            throw new IllegalArgumentException("an axis from " + from + " to " + to + " by " + step);
        }
    }

    /** An axis that covers finite values, of which there is at least one, and no more. */
    static Axis over(double[] values, int ticks) {
        double low = DoubleStream.of(values).min().orElseThrow();
        double high = DoubleStream.of(values).max().orElseThrow();
        if (high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high))) {
            double room = low == 0 ? 1 : Math.abs(low) / 2;
            low -= room;
            high += room;
        }
        return new Axis(low, high, round((high - low) / ticks));
    }

    private static double round(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step)));
        double lead = step / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }

    /** This axis, longer, from round number to round number. */
    Axis rounded() {
        return new Axis(Math.floor(from / step) * step, Math.ceil(to / step) * step, step);
    }

    /** The round numbers on it; the rounding of the ends must not cost the outermost. */
    List<Double> ticks() {
        return LongStream.rangeClosed((long) Math.ceil(from / step - 1e-6), (long) Math.floor(to / step + 1e-6))
                .mapToObj(i -> i * step)
                .toList();
    }

    /** Where a value is: 0 at the beginning, 1 at the end. */
    double place(double value) {
        return (value - from) / (to - from);
    }

    /** A tick's number with no more decimals than the ticks need. */
    String label(double value) {
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%,." + decimals + "f", value + 0.0);
    }
}

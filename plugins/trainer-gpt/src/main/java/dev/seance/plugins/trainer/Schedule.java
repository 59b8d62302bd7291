// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/**
 * How the learning rates move: up in a line, level, and down in a line to a fraction of their height (nanochat's
 * trapezoid). Where the two slopes overlap, the lower one counts.
 *
 * <p>Steps are counted from 1, as everywhere here; the formulae of nanochat count from 0, so theirs are those of the
 * steps done before.
 *
 * @param steps optimiser steps of the whole training
 * @param warmup steps of the way up
 * @param warmdown share of the steps that are the way down, 0 to 1
 * @param finalRate the height after the last step, as a fraction, 0 to 1
 */
record Schedule(long steps, long warmup, double warmdown, double finalRate) {

    Schedule {
        if (steps < 1 || warmup < 0 || !(warmdown >= 0 && warmdown <= 1) || !(finalRate >= 0 && finalRate <= 1)) {
            throw new IllegalArgumentException("schedule of " + steps + " steps, warm-up " + warmup + ", warm-down "
                    + warmdown + " to " + finalRate + ": one is out of range");
        }
    }

    /** What the rates are multiplied by in the step of that number. */
    double factor(long number) {
        double up = number < warmup ? (double) number / warmup : 1;
        double left = steps - (number - 1);
        double down = left < slope() ? finalRate + (1 - finalRate) * left / slope() : 1;
        return Math.min(up, down);
    }

    /** How much of the way down a step has behind it: 0 before it begins, 1 after the last step. */
    double descent(long number) {
        long level = steps - slope();
        return number - 1 <= level ? 0 : (double) (number - 1 - level) / slope();
    }

    /** Half a cosine over the whole training, from 1 before the first step to 0 after the last. */
    double cosine(long number) {
        return 0.5 * (1 + Math.cos(Math.PI * (number - 1) / steps));
    }

    /** Steps of the way down: whole ones, and of two equally near the even number, as nanochat rounds. */
    private long slope() {
        return (long) Math.rint(warmdown * steps);
    }
}

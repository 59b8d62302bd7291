// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/**
 * How the learning rates move: up in a line, level, and down in a line to a fraction of their height (nanochat's
 * trapezoid). Where the two slopes overlap, the lower one counts.
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

    /**
     * What the rates are multiplied by.
     *
     * @param number the step's number, from 1
     */
    double factor(long number) {
        double up = number < warmup ? (double) number / warmup : 1;
        double slope = Math.round(warmdown * steps);
        double left = steps - number + 1;
        double down = left < slope ? finalRate + (1 - finalRate) * left / slope : 1;
        return Math.min(up, down);
    }
}

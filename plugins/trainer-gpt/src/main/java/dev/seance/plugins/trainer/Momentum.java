// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/**
 * The schedule of {@link dev.seance.api.model.Muon}'s momentum: a linear rise, level, and a linear fall while the learning
 * rate falls. Where the two overlap, the rise counts: in a training shorter than it, momentum only rises (nanochat's).
 *
 * @param start in the first step
 * @param peak in between
 * @param end after the last step
 * @param warmupSteps steps of the rise
 */
record Momentum(double start, double peak, double end, long warmupSteps) {

    /** In the step of that number, from 1. */
    double at(long number, Schedule schedule) {
        if (number - 1 < warmupSteps) {
            double share = (double) (number - 1) / warmupSteps;
            return (1 - share) * start + share * peak;
        }
        double descent = schedule.descent(number);
        return peak * (1 - descent) + end * descent;
    }

    @Override
    public String toString() {
        String up = "momentum " + DerivedValue.number(start) + " to " + DerivedValue.number(peak) + " in " + warmupSteps
                + " steps";
        return end == peak ? up : up + ", down to " + DerivedValue.number(end) + " as the learning rate falls";
    }
}

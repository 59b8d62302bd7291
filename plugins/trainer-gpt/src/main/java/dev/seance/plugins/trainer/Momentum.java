// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/**
 * How {@link dev.seance.api.model.Muon}'s momentum moves: up in a line, level, and down in a line while the rates fall.
 * Where the two overlap, the way up counts: in a training shorter than it, momentum only rises (nanochat's).
 *
 * @param from in the first step
 * @param height in between
 * @param to after the last step
 * @param warmup steps of the way up
 */
record Momentum(double from, double height, double to, long warmup) {

    /** In the step of that number, from 1. */
    double at(long number, Schedule schedule) {
        if (number - 1 < warmup) {
            double share = (double) (number - 1) / warmup;
            return (1 - share) * from + share * height;
        }
        double descent = schedule.descent(number);
        return height * (1 - descent) + to * descent;
    }

    @Override
    public String toString() {
        String up = "momentum " + DerivedValue.number(from) + " to " + DerivedValue.number(height) + " in " + warmup
                + " steps";
        return to == height ? up : up + ", down to " + DerivedValue.number(to) + " as the rates fall";
    }
}

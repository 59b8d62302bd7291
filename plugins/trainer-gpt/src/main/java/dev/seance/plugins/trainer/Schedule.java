// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/**
 * The learning-rate schedule: linear warm-up, constant, linear warm-down to a fraction of the peak (nanochat's
 * trapezoid). Where the two slopes overlap, the lower one counts.
 *
 * <p>Steps are counted from 1, as everywhere here; the formulas of nanochat count from 0, so theirs are those of the
 * steps done before.
 *
 * <p>A training with a budget of minutes does not know its number of steps before it has measured a few of them. In these
 * nothing decays yet: they are trained as the first steps of an endless training.
 *
 * @param steps optimiser steps of the whole training
 * @param warmup steps of the warm-up
 * @param warmdown fraction of the steps that are the warm-down, 0 to 1
 * @param finalRate the learning rate after the last step, as a fraction of the peak, 0 to 1
 * @param measured the number of the last step that was trained before the number of steps was known; 0 when it always was
 */
record Schedule(long steps, long warmup, double warmdown, double finalRate, long measured) {

    Schedule {
        if (steps < 1
                || warmup < 0
                || !(warmdown >= 0 && warmdown <= 1)
                || !(finalRate >= 0 && finalRate <= 1)
                || measured < 0) {
            throw new IllegalArgumentException("schedule of " + steps + " steps, warm-up " + warmup + ", warm-down "
                    + warmdown + " to " + finalRate + ", measured until " + measured + ": one is out of range");
        }
    }

    /** A schedule whose number of steps is known from the start. */
    Schedule(long steps, long warmup, double warmdown, double finalRate) {
        this(steps, warmup, warmdown, finalRate, 0);
    }

    /** The same while the number of steps is not known: {@link #steps} is their upper bound, and nothing decays. */
    Schedule measuring() {
        return new Schedule(steps, warmup, warmdown, finalRate, Long.MAX_VALUE);
    }

    /** The same with that many steps, which are known since the step {@code measuredUntil}. */
    Schedule fixedAt(long number, long measuredUntil) {
        return new Schedule(number, warmup, warmdown, finalRate, measuredUntil);
    }

    /** The multiplier of the learning rates in the step of that number. */
    double factor(long number) {
        double up = number < warmup ? (double) number / warmup : 1;
        if (number <= measured) {
            return up;
        }
        double left = steps - (number - 1);
        double down = left < slope() ? finalRate + (1 - finalRate) * left / slope() : 1;
        return Math.min(up, down);
    }

    /** How much of the warm-down a step has behind it: 0 before it starts, 1 after the last step. */
    double descent(long number) {
        long level = steps - slope();
        return number <= measured || number - 1 <= level ? 0 : (double) (number - 1 - level) / slope();
    }

    /** Half a cosine over the whole training, from 1 before the first step to 0 after the last. */
    double cosine(long number) {
        return number <= measured ? 1 : 0.5 * (1 + Math.cos(Math.PI * (number - 1) / steps));
    }

    /** Steps of the warm-down: whole ones, and of two equally near the even number, as nanochat rounds. */
    private long slope() {
        return (long) Math.rint(warmdown * steps);
    }
}
